import { describe, expect, it } from 'vitest';
import { detectLanguage } from '../../src/documents/language.ts';

describe('a Chinese text with names in kana', () => {
  it('is Chinese', () => {
    expect(
      detectLanguage(
        '日本漫画家逝世，享年七十岁。代表作有《ドラえもん》《パーマン》《キテレツ大百科》，他的作品影响了几代人。',
        null,
      ),
    ).toBe('zh-Hans');
    expect(
      detectLanguage('『ドラえもん』の作者が亡くなりました。代表作は多く、世界中で読まれています。', null),
    ).toBe('ja');
  });
});

describe('the language of a text', () => {
  it.each([
    ['亚马逊云科技发布了新的数据库服务，企业可以更轻松地部署。', 'zh-Hans'],
    ['台灣的半導體產業在這個季度發展得很快，營收創下新高。', 'zh-Hant'],
    ['人工智能', 'zh'],
    ['这里介绍 Amazon Bedrock Knowledge Bases 与 Amazon SageMaker Unified Studio 的集成', 'zh-Hans'],
    ['The company said on Monday that it would open a new plant in Ohio, which is the third there.', 'en'],
    ['Tea 1.13.3 is released', 'en'],
    ['The founder, 王小明, said that the plan is on track and that it has the money it needs.', 'en'],
    ['新しいデータベースのサービスを発表しました。', 'ja'],
    ['새로운 데이터베이스 서비스를 발표했다. 기업은 쉽게 배포할 수 있다.', 'ko'],
    [
      'Das Unternehmen teilte am Montag mit, dass es ein neues Werk eröffnen werde, und zwar im nächsten Jahr schon.',
      'und',
    ],
    ['Компания сообщила в понедельник, что откроет новый завод.', 'und'],
    ['1.5', 'und'],
    ['', 'und'],
  ])('%s is %s', (text, language) => {
    expect(detectLanguage(text, null)).toBe(language);
  });

  it('is what the post says where the text does not tell', () => {
    expect(detectLanguage('Das Unternehmen eröffnet ein Werk.', 'de')).toBe('de');
  });
});
