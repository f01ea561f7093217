import { expect, test } from 'vitest';
import { columnsOf, pack } from '../../src/store/tuple.ts';

test('values stand in the order of the columns, whatever the order in the row', () => {
  const mention = {
    candidates: '[]',
    entity_id: 12,
    rule: 'a\u0000b',
    alias: 'c\ud800',
    surface: 'd\u0000',
    sentence_end: 7,
    sentence_start: 6,
    span_end: 5,
    span_start: 4,
    field: 3,
    ordinal: 2,
    article_id: 1,
  };
  const posting = {
    origin: 'TEXT',
    first_ordinal: 7,
    in_title: 6,
    mention_count: 5,
    entity_type: 4,
    article_id: 3,
    sort_at: 2,
    entity_id: 1,
  };
  const label = { kind: 4, article_id: 3, sort_at: 2, label_id: 1 };
  const taught = { article_id: 2, entity_id: 1 };
  const named = (table: Parameters<typeof pack>[0], [row = []]: ReturnType<typeof pack>) =>
    Object.fromEntries(columnsOf(table).map((column, index) => [column, row[index]]));
  expect(named('mention', pack('mention', [mention]))).toEqual({
    ...mention,
    rule: 'a\ufffdb',
    alias: 'c\ufffd',
    surface: 'd\ufffd',
  });
  expect(named('mention', pack('mention', [{ ...mention, alias: null, candidates: null }]))).toEqual({
    ...mention,
    rule: 'a\ufffdb',
    alias: null,
    surface: 'd\ufffd',
    candidates: null,
  });
  expect(named('entity_article', pack('entity_article', [posting]))).toEqual(posting);
  expect(named('label_article', pack('label_article', [label]))).toEqual(label);
  expect(named('taught', pack('taught', [taught]))).toEqual(taught);
});
