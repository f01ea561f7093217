/**
 * Known evasions of sanitizers, by what they play on, and a judge that shares no code with what it judges: the parser of
 * browsers (parse5, by way of cheerio) reads what is served, twice, as a page that is saved and read again would be.
 */
import { load } from 'cheerio';
import { isComment, isTag } from 'domhandler';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPost } from './reading.ts';

const ELEMENTS = new Set(
  (
    'p div details summary h1 h2 h3 h4 h5 h6 blockquote ul ol li dl dt dd pre table caption thead tbody tfoot tr th td ' +
    'figure figcaption a code kbd samp var em strong b i u s del ins sub sup mark small q cite abbr time ruby img br hr'
  ).split(' '),
);
const ATTRIBUTES: Readonly<Record<string, readonly string[]>> = {
  a: ['href', 'rel'],
  img: ['src', 'alt', 'width', 'height'],
  td: ['colspan', 'rowspan'],
  th: ['colspan', 'rowspan'],
  ol: ['start'],
  abbr: ['title'],
};

/** What a browser would find in the HTML that must not be there. */
function findings(html: string): string[] {
  const $ = load(html, {}, false);
  const found = $('*')
    .toArray()
    .filter((node) => isTag(node))
    .flatMap((element) => {
      const { name, attribs } = element;
      const problems: string[] = [];
      if (!ELEMENTS.has(name)) problems.push(`<${name}>`);
      if (element.namespace?.endsWith('xhtml') === false) problems.push(`${name} of XML`);
      for (const [key, value] of Object.entries(attribs)) {
        if (!(ATTRIBUTES[name] ?? []).includes(key)) problems.push(`${name} ${key}`);
        if ((key === 'href' || key === 'src') && !/^(?:https?:\/\/[^\s"'<>]|mailto:)/.test(value))
          problems.push(`${name} ${key}=${value}`);
      }
      return problems;
    });
  const comments = $.root().contents().toArray().filter(isComment);
  return [...found, ...comments.map(() => 'a comment')];
}

function judged(html: string): string[] {
  const again = load(html, {}, false).html();
  return [...findings(html), ...findings(again)];
}

const SCHEMES = [
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  ' javascript:alert(1)',
  'java\tscript:alert(1)',
  'java\nscript:alert(1)',
  '\u0001javascript:alert(1)',
  'java&#115;cript:alert(1)',
  'javascript&colon;alert(1)',
  '&#x6A&#x61&#x76&#x61&#x73&#x63&#x72&#x69&#x70&#x74&#x3A;alert(1)',
  '&#0000106avascript:alert(1)',
  'jav&Tab;ascript:alert(1)',
  'jav&NewLine;ascript:alert(1)',
  'javascript://example.com/%0Aalert(1)',
  'javascript:/*https://example.com/*/alert(1)',
  'vbscript:msgbox(1)',
  'livescript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==',
  'data:image/svg+xml,<svg onload=alert(1)>',
  'blob:https://example.com/1',
  'filesystem:https://example.com/1',
  'file:///etc/passwd',
  'view-source:javascript:alert(1)',
  'feed:javascript:alert(1)',
  'jar:https://example.com/a!/b',
  '\\\\example.com\\a',
  '//example.com\\@javascript:alert(1)',
  'about:blank',
  'x-schema:alert(1)',
];

/** Every attribute in which a browser looks for an address, or runs what stands there. */
const CARRIERS = [
  'a href',
  'area href',
  'base href',
  'link href',
  'img src',
  'img srcset',
  'img longdesc',
  'img lowsrc',
  'img dynsrc',
  'img data-src',
  'img data-original',
  'image href',
  'iframe src',
  'iframe srcdoc',
  'frame src',
  'embed src',
  'object data',
  'object codebase',
  'applet code',
  'video src',
  'video poster',
  'audio src',
  'source src',
  'source srcset',
  'track src',
  'script src',
  'form action',
  'button formaction',
  'input formaction',
  'input src',
  'isindex action',
  'body background',
  'table background',
  'td background',
  'blockquote cite',
  'q cite',
  'del cite',
  'ins cite',
  'a ping',
  'svg xlink:href',
  'use href',
  'use xlink:href',
  'animate values',
  'set to',
  'math href',
  'mtext xlink:href',
  'html manifest',
  'menuitem icon',
  'p style',
  'p onclick',
  'p data-bind',
  'p xmlns',
  'portal src',
  'a xlink:href',
];

const EVASIONS: Readonly<Record<string, readonly string[]>> = {
  'programs and their disguises': [
    '<script>alert(1)</script>',
    '<ScRiPt>alert(1)</sCrIpT>',
    '<script/x>alert(1)</script>',
    '<script\n>alert(1)</script\n>',
    '<<script>alert(1)//<</script>',
    '<scr<script>ipt>alert(1)</scr</script>ipt>',
    '<script src=//example.com/a.js></script>',
    '<script>alert(1)',
    '<script><!--<script>alert(1)</script>',
    '<script type="text/template"><img src=x onerror=alert(1)></script>',
    '&lt;script&gt;alert(1)&lt;/script&gt;',
    '%3Cscript%3Ealert(1)%3C/script%3E',
    '\uff1cscript\uff1ealert(1)\uff1c/script\uff1e',
    '<\u0000script>alert(1)</script>',
  ],
  'handlers of events': [
    '<img src=x onerror=alert(1)>',
    '<img src=x onerror\n=\nalert(1)>',
    '<img/src="x"/onerror=alert(1)>',
    '<img src="x"`onerror=alert(1)>',
    "<img src='x'onerror='alert(1)'>",
    '<img """><script>alert(1)</script>">',
    '<p oncopy=alert(1) onfocus=alert(1) tabindex=0 autofocus>x</p>',
    '<details open ontoggle=alert(1)><summary>x</summary>y</details>',
    '<video><source onerror=alert(1)></video>',
    '<a onmouseover=alert(1)>x</a>',
    '<body onload=alert(1)>',
    '<marquee onstart=alert(1)>x</marquee>',
    '<p style="animation:x" onanimationstart=alert(1)>x</p>',
    '<input autofocus onfocus=alert(1)>',
    '<table><td onclick=alert(1)>x</td></table>',
    '<abbr title="&quot; onmouseover=&quot;alert(1)">x</abbr>',
    '<img src="https://example.com/a.png" alt="&quot; onerror=&quot;alert(1)">',
    '<img src="https://example.com/a.png" width="1&quot; onerror=&quot;alert(1)">',
    '<ol start="1&quot; onclick=&quot;alert(1)"><li>x</li></ol>',
  ],
  'markup that a second reading changes': [
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>',
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
    '<math><mtext><table><mglyph><style><![CDATA[</style><img title="]]&gt;&lt;/mglyph&gt;&lt;img src=1 onerror=alert(1)&gt;">',
    '<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>',
    '<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">',
    '<svg><style><img src=x onerror=alert(1)></style></svg>',
    '<svg><p><style><g title="</style><img src=x onerror=alert(1)>">',
    '<svg><title><style></title><img src=x onerror=alert(1)></style></svg>',
    '<svg><desc><noscript></desc><script>alert(1)</script>',
    '<svg><foreignObject><p><iframe srcdoc="<script>alert(1)</script>"></iframe></p></foreignObject></svg>',
    '<math><annotation-xml encoding="text/html"><style><img src=x onerror=alert(1)></style></annotation-xml></math>',
    '<math><mi//xlink:href="data:x,<script>alert(1)</script>">x</mi></math>',
    '<table><tr><td><svg><script>alert(1)</script></td></tr></table>',
    '<table><a href=javascript:alert(1)><td>x</td></a></table>',
    '<select><template><img src=x onerror=alert(1)></template></select>',
    '<select><style></select><img src=x onerror=alert(1)></style>',
    '<template><script>alert(1)</script></template>',
    '<textarea></textarea><img src=x onerror=alert(1)>',
    '<textarea><img title="</textarea><img src=x onerror=alert(1)>">',
    '<title><img title="</title><img src=x onerror=alert(1)>"></title>',
    '<xmp><p title="</xmp><img src=x onerror=alert(1)>"></xmp>',
    '<noembed><img title="</noembed><img src=x onerror=alert(1)>"></noembed>',
    '<noframes><img title="</noframes><img src=x onerror=alert(1)>"></noframes>',
    '<iframe><img title="</iframe><img src=x onerror=alert(1)>"></iframe>',
    '<plaintext><img src=x onerror=alert(1)>',
    '<listing>&lt;img src=x onerror=alert(1)&gt;</listing>',
    '<pre>\n\n<img src=x onerror=alert(1)></pre>',
    '<p><table><p>x</table><img src=x onerror=alert(1)>',
    '<b><p><i></b><img src=x onerror=alert(1)></i></p>',
    `${'<div>'.repeat(600)}<img src=x onerror=alert(1)>`,
    `${'<b><i>'.repeat(300)}<svg><style><img src=x onerror=alert(1)>`,
  ],
  'comments and declarations': [
    '<!--><img src=x onerror=alert(1)>-->',
    '<!---><img src=x onerror=alert(1)>-->',
    '<!--!><img src=x onerror=alert(1)>--!>',
    '<!-- --!><img src=x onerror=alert(1)> -->',
    '<!--[if gte IE 4]><script>alert(1)</script><![endif]-->',
    '<![CDATA[<img src=x onerror=alert(1)>]]>',
    '<?xml version="1.0"?><?php echo 1 ?><img src=x onerror=alert(1)>',
    '<!DOCTYPE x [<!ENTITY y "<script>alert(1)</script>">]>&y;',
    '<!ELEMENT img><img src=x onerror=alert(1)>',
    '</><img src=x onerror=alert(1)>',
    "<%<!--'%><script>alert(1);</script -->",
    '</ onclick=alert(1)>x',
    '<a/=" onclick=alert(1)">x</a>',
  ],
  'styles and what they load': [
    '<style>@import "https://example.com/a.css";</style>',
    '<style>p{background:url(javascript:alert(1))}</style>',
    '<p style="background:url(javascript:alert(1))">x</p>',
    '<p style="width:expression(alert(1))">x</p>',
    '<p style="behavior:url(#default#time2)">x</p>',
    '<p style="-moz-binding:url(https://example.com/a.xml#x)">x</p>',
    '<p style="position:fixed;inset:0;z-index:9">x</p>',
    '<link rel=stylesheet href="https://example.com/a.css">',
    '<link rel=import href="data:text/html,<script>alert(1)</script>">',
    '<p style="font-family:\'</style><script>alert(1)</script>\'">x</p>',
    '<p class="x" id="getElementById" name="body">x</p>',
  ],
  'pages within the page': [
    '<iframe src="https://example.com/"></iframe>',
    '<iframe srcdoc="&lt;script&gt;alert(1)&lt;/script&gt;"></iframe>',
    '<object type="text/html" data="https://example.com/"></object>',
    '<embed src="https://example.com/a.swf" allowscriptaccess=always>',
    '<applet code=A archive="https://example.com/a.jar"></applet>',
    '<base href="https://example.com/"><a href="/x">x</a>',
    '<meta http-equiv=refresh content="0;url=javascript:alert(1)">',
    '<meta http-equiv="Content-Security-Policy" content="script-src *">',
    '<form action="https://example.com/"><input name=password><button>x</button></form>',
    '<form id=x></form><button form=x formaction=javascript:alert(1)>x</button>',
    '<input name=attributes><input name=parentNode>',
    '<frameset><frame src=javascript:alert(1)></frameset>',
    '<dialog open>x</dialog>',
    '<map name=m><area shape=default href=javascript:alert(1)></map><img usemap=#m src=https://example.com/a.png>',
    '<svg><a xlink:href="javascript:alert(1)"><text>x</text></a></svg>',
    '<svg><animate xlink:href=#a attributeName=href values=javascript:alert(1) /><a id=a><text>x</text></a></svg>',
    '<svg><set attributeName=onmouseover to=alert(1)>x</svg>',
    '<svg><use href="data:image/svg+xml,<svg id=x><script>alert(1)</script></svg>#x"></use></svg>',
    '<svg onload=alert(1)><circle r=9></circle></svg>',
    '<math href="javascript:alert(1)">x</math>',
    '<custom-element onclick=alert(1)>x</custom-element>',
    '<p is="x-p" slot="y" part="z" contenteditable>x</p>',
  ],
  Markdown: [
    '[x](javascript:alert(1))',
    '[x](<javascript:alert(1)>)',
    '[x](JAVASCRIPT&colon;alert(1))',
    '[x](java&#115;cript:alert(1))',
    '[x](https://example.com/"onmouseover="alert(1))',
    '[x](https://example.com \'" onclick="alert(1)\')',
    '[x][1]\n\n[1]: javascript:alert(1)',
    '<javascript:alert(1)>',
    '![x](javascript:alert(1))',
    '![x" onerror="alert(1)](https://example.com/a.png)',
    '![<img src=x onerror=alert(1)>](https://example.com/a.png)',
    '`<script>alert(1)</script>`',
    '```html\n<script>alert(1)</script>\n```',
    '```"><script>alert(1)</script>\nx\n```',
    'x[^1]\n\n[^1]: <img src=x onerror=alert(1)>',
    '[^"><script>alert(1)</script>]: x',
    '| a |\n|--|\n| <img src=x onerror=alert(1)> |',
    '<p>\n\n<script>alert(1)</script>\n\n</p>',
    '{% raw %}<script>alert(1)</script>{% endraw %}',
    '{{< x "<script>alert(1)</script>" >}}',
    '{% youtube "><script>alert(1)</script> %}',
    '<!-- x --> <img src=x onerror=alert(1)>',
  ],
};

/** As Markdown, as HTML, and within what else may stand around it. */
const PLACES: readonly ((attack: string) => readonly [text: string, path: string])[] = [
  (attack) => [`---\ntitle: x\nurl: https://example.com/a/\n---\nText.\n\n${attack}\n\nMore.`, 'a.md'],
  (attack) => [`---\ntitle: x\n---\n<div><p>Text.</p>${attack}<p>More.</p></div>`, 'a.html'],
  (attack) => [
    `<!DOCTYPE html><html><body><article><p>Text.</p><table><tr><td>${attack}</td></tr></table></article></body></html>`,
    'a.html',
  ],
  (attack) => [`---\ntitle: x\n---\n> - **${attack}**\n> - [${attack}](https://example.com/)`, 'a.md'],
];

function servedIn(
  attack: string,
): { readonly place: number; readonly found: readonly string[]; readonly html: string }[] {
  return PLACES.map((place, index) => {
    const [text, path] = place(attack);
    const html = readPost(text, path).document?.bodyHtml ?? '';
    return { place: index, found: judged(html), html };
  }).filter(({ found }) => found.length > 0);
}

describe('nothing is served that a browser would run, of', () => {
  it.each(
    Object.entries(EVASIONS).flatMap(([kind, attacks]) =>
      attacks.map((attack) => [kind, attack.slice(0, 200), attack]),
    ),
  )('%s: %s', (_, __, attack) => {
    expect(servedIn(attack)).toEqual([]);
  });

  it.each(CARRIERS)('an address in %s that is none of the web', (carrier) => {
    const [name = '', attribute = ''] = carrier.split(' ');
    const served = SCHEMES.flatMap((address) =>
      [`"${address}"`, `'${address.replaceAll("'", '')}'`].flatMap((value) =>
        servedIn(`<${name} ${attribute}=${value}>x</${name}>`),
      ),
    );
    expect(served).toEqual([]);
  });

  it('evasions cut and put together', () => {
    const parts = [
      ...Object.values(EVASIONS).flat(),
      '<',
      '>',
      '"',
      "'",
      '</',
      '<!--',
      '-->',
      '&lt;',
      '`',
      '\n\n',
    ];
    const piece = fc
      .tuple(fc.constantFrom(...parts), fc.nat(60), fc.nat(60))
      .map(([part, start, length]) => part.slice(start % 8 === 0 ? 0 : start, start + length + 4));
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.constantFrom(...parts)), { maxLength: 6 }), (pieces) => {
        expect(servedIn(pieces.join(''))).toEqual([]);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('the judge', () => {
  it.each([
    ['<p onclick="x">a</p>', ['p onclick']],
    ['<a href="javascript:x">a</a>', ['a href=javascript:x']],
    ['<svg><script>x</script></svg>', ['<svg>', 'svg of XML', '<script>', 'script of XML']],
    ['<p>a</p><!-- b -->', ['a comment']],
  ])('finds what must not be served in %s', (html, found) => {
    expect(findings(html)).toEqual(found);
  });
});
