import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decode } from '../../src/documents/decoding.ts';

function decoded(bytes: Uint8Array) {
  const codes: string[] = [];
  const text = decode(bytes, (code) => codes.push(code));
  return { text, codes };
}

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const bytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex'));

describe('the text of a file', () => {
  it('is UTF-8, without the byte-order mark', () => {
    expect(decoded(utf8('\ufefftitle: 中文'))).toEqual({ text: 'title: 中文', codes: [] });
  });

  it('has one kind of line end', () => {
    expect(decoded(utf8('a\r\nb\rc\nd'))).toEqual({ text: 'a\nb\nc\nd', codes: [] });
  });

  it('is GB18030 where its bytes are', () => {
    // 中国的新闻，今天发布。
    const gbk = bytes('d6d0 b9fa b5c4 d0c2 cec5 a3ac bdf1 ccec b7a2 b2bc a1a3');
    expect(decoded(gbk)).toEqual({ text: '中国的新闻，今天发布。', codes: ['ENCODING_GUESSED'] });
  });

  it('is Big5 where its bytes are', () => {
    // 台灣的新聞，今天發佈。
    const big5 = bytes('a578 c657 aaba b773 bb44 a141 a4b5 a4d1 b56f a747 a143');
    expect(decoded(big5)).toEqual({ text: '台灣的新聞，今天發佈。', codes: ['ENCODING_GUESSED'] });
  });

  it('is Windows-1252 where only single bytes are beyond ASCII', () => {
    expect(decoded(bytes('4974 92 73 20 93 68 6f 74 94'))).toEqual({
      text: 'It’s “hot”',
      codes: ['ENCODING_GUESSED'],
    });
  });

  it('stays UTF-8 where a few bytes of it are damaged', () => {
    const damaged = Uint8Array.from([...utf8('这是一个完整的句子，后面坏了'), 0xe4, 0xb8]);
    expect(decoded(damaged)).toEqual({
      text: '这是一个完整的句子，后面坏了\ufffd',
      codes: ['ENCODING_DAMAGED'],
    });
  });

  it.each(['utf-16le', 'utf-16be'] as const)('is %s, with a mark and without', (encoding) => {
    const little = new Uint8Array(Buffer.from('---\ntitle: 标题\n---\nA body of some length\n', 'utf16le'));
    const body = encoding === 'utf-16le' ? little : new Uint8Array(Buffer.from(little).swap16());
    const mark = encoding === 'utf-16le' ? [0xff, 0xfe] : [0xfe, 0xff];
    const text = '---\ntitle: 标题\n---\nA body of some length\n';
    expect([decoded(Uint8Array.from([...mark, ...body])), decoded(body)]).toEqual([
      { text, codes: [] },
      { text, codes: ['ENCODING_GUESSED'] },
    ]);
  });

  it('loses its NUL bytes and other controls', () => {
    expect(decoded(utf8('a\0b\x07c\td'))).toEqual({ text: 'abc\td', codes: ['CHARACTERS_REMOVED'] });
  });

  it('has no halves of surrogate pairs', () => {
    const half = Uint8Array.from([0xff, 0xfe, 0x61, 0x00, 0x3d, 0xd8, 0x62, 0x00]);
    expect(decoded(half)).toEqual({ text: 'a\ufffdb', codes: ['ENCODING_DAMAGED'] });
  });

  it.each([
    ['PNG', '89504e470d0a1a0a0000000d49484452'],
    ['JPEG', 'ffd8ffe000104a464946000101'],
    ['PDF', '255044462d312e370a25e2e3cfd3'],
    ['ZIP', '504b0304140000000800'],
    ['gzip', '1f8b0800000000000003'],
  ])('is none where the file is %s', (_, hex) => {
    expect(decoded(bytes(hex))).toEqual({ text: null, codes: [] });
  });

  it('is none where the bytes are mostly controls', () => {
    expect(decoded(Uint8Array.from({ length: 400 }, (_, index) => 1 + (index % 7)))).toEqual({
      text: null,
      codes: [],
    });
  });

  it('is always well-formed, whatever the bytes are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (input) => {
        const { text } = decoded(input);
        expect(text === null || text.isWellFormed()).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });
});
