import { useQuery } from '@urql/preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { ArticleHtmlDocument } from '../../generated/graphql.ts';
import { Answer } from '../../parts/states.tsx';
import { useSpoken } from '../../text/language.tsx';

/** The post as it was published: the server's sanitised HTML, with pictures of other sites only after a click. */
export function PublishedHtml({ slug }: { readonly slug: string }) {
  const result = useQuery({ query: ArticleHtmlDocument, variables: { slug } });
  return <Answer result={result}>{({ article }) => article && <Html html={article.bodyHtml} />}</Answer>;
}

function Html({ html }: { readonly html: string }) {
  const { text } = useSpoken();
  const [pictures, setPictures] = useState(false);
  const body = useRef<HTMLDivElement>(null);
  const { picture } = text;
  const count = useMemo(() => parsed(html).images.length, [html]);
  useEffect(() => {
    body.current?.replaceChildren(...contents(html, pictures, picture));
  }, [html, pictures, picture]);
  return (
    <>
      {count > 0 && !pictures && (
        <p class="notice small">
          <button type="button" onClick={() => setPictures(true)}>
            {text.pictures} ({count})
          </button>{' '}
          {text.picturesHint}
        </p>
      )}
      <div ref={body} class="body published" />
    </>
  );
}

/** A document that is parsed like this loads nothing and runs nothing. */
function parsed(html: string): Document {
  return new DOMParser().parseFromString(html, 'text/html');
}

function contents(html: string, pictures: boolean, name: string): Node[] {
  const page = parsed(html);
  for (const image of [...page.images]) {
    if (pictures) {
      image.loading = 'lazy';
      image.referrerPolicy = 'no-referrer';
    } else {
      const place = page.createElement('span');
      place.className = 'picture-place';
      place.textContent = image.alt || name;
      image.replaceWith(place);
    }
  }
  for (const media of [...page.querySelectorAll('video, audio, iframe')]) media.remove();
  for (const link of [...page.links]) {
    link.setAttribute('target', '_blank');
    link.setAttribute('rel', 'noreferrer');
  }
  return [...page.body.childNodes];
}
