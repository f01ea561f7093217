declare module 'opencc-js/dict/TSCharacters' {
  /** `Traditional Simplified[ Simplified…]`, separated by `|`. */
  const dictionary: string;
  export default dictionary;
}
