declare module 'opencc-js/dict/TSCharacters' {
  /** `亂 乱|亞 亚|…`: a character, a space and its Simplified forms, the usual one first. */
  const characters: string;
  export default characters;
}
