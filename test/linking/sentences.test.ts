import { expect, test } from 'vitest';
import { sentenceAround, sentencesOf } from '../../src/linking/sentences.ts';

const split = (text: string) => sentencesOf(text).map(({ start, end }) => text.slice(start, end));

test('Chinese sentences end at 。！？ and keep the quotation marks that they close', () => {
  expect(split('他说：“来了。”她问：「真的吗？」没有人知道！！结束')).toEqual([
    '他说：“来了。”',
    '她问：「真的吗？」',
    '没有人知道！！',
    '结束',
  ]);
});

test('Latin sentences end at a full stop before a capital, not inside numbers, abbreviations and initials', () => {
  expect(
    split(
      'Revenue rose 3.5 percent at Apple Inc. and Ford Motor Co. Then J. P. Morgan spoke. The U.S. market fell. "Is it?" he asked. See example.com for v2.0.1. No. 5 won',
    ),
  ).toEqual([
    'Revenue rose 3.5 percent at Apple Inc. and Ford Motor Co. Then J. P. Morgan spoke.',
    'The U.S. market fell.',
    '"Is it?" he asked.',
    'See example.com for v2.0.1.',
    'No. 5 won',
  ]);
});

test('a sentence never goes on in the next line, and has no white space around it', () => {
  expect(split(' 第一行没有句号 \n\n　第二行。 Third line\n')).toEqual([
    '第一行没有句号',
    '第二行。',
    'Third line',
  ]);
});

test('an exclamation mark inside a name does not end the sentence before a small letter', () => {
  expect(split('Yahoo! reported results. Fine.')).toEqual(['Yahoo! reported results.', 'Fine.']);
});

test('the sentence around a span that holds a full stop holds all of it', () => {
  const text = 'One. Two! Three.';
  const sentences = sentencesOf(text);
  expect(sentenceAround(sentences, { start: 5, end: 12 })).toEqual({ start: 5, end: 16 });
  expect(sentenceAround(sentences, { start: 0, end: 3 })).toEqual({ start: 0, end: 4 });
});
