import { useQuery } from '@urql/preact';
import { useLocation, useRoute } from 'preact-iso';
import { ProductDocument, type ProductQuery, ProductTimelineDocument } from '../generated/graphql.ts';
import { EntityArticles } from '../parts/articles.tsx';
import { EntityHead } from '../parts/entity-head.tsx';
import { EntityTimeline } from '../parts/entity-timeline.tsx';
import { Facts } from '../parts/facts.tsx';
import { EntityLink } from '../parts/names.tsx';
import { Answer, NotFound } from '../parts/states.tsx';
import { useSpoken } from '../text/language.tsx';

export default function ProductPage() {
  const { language } = useSpoken();
  const { query } = useLocation();
  const slug = useRoute().params.slug ?? '';
  const result = useQuery({
    query: ProductDocument,
    variables: { slug, language, after: query.after ?? null },
  });
  return (
    <Answer result={result}>
      {({ product }) => (product === null ? <NotFound /> : <Contents product={product} />)}
    </Answer>
  );
}

function Contents({ product }: { readonly product: NonNullable<ProductQuery['product']> }) {
  const { text, language } = useSpoken();
  const { slug, name, english, chinese, aliases, formerNames, kind, maker } = product;
  const timeline = useQuery({ query: ProductTimelineDocument, variables: { slug, interval: 'MONTH' } });
  return (
    <>
      <EntityHead {...product} type="Product" name={name} otherName={language === 'zh' ? english : chinese}>
        <Facts
          facts={[
            aliases.length > 0 && [text.aliases, aliases.join('、')],
            formerNames.length > 0 && [text.formerNames, formerNames.join('、')],
            [text.kind, text.kinds[kind] ?? kind],
            maker !== null && [text.maker, <EntityLink key="maker" entity={maker} />],
          ]}
        />
      </EntityHead>
      <EntityTimeline result={timeline} of={(data) => data.product} filter={{ products: [slug] }} />
      <EntityArticles articles={product.articles} />
    </>
  );
}
