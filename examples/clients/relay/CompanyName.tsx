import { graphql, useRefetchableFragment } from 'react-relay';
import type { CompanyName_company$key } from './__generated__/CompanyName_company.graphql';

/** One field with an argument, asked for again in another language through `node(id:)`. */
export function CompanyName({ company }: { company: CompanyName_company$key }) {
  const [data, refetch] = useRefetchableFragment(
    graphql`
      fragment CompanyName_company on Company
      @refetchable(queryName: "CompanyNameRefetchQuery")
      @argumentDefinitions(language: { type: "String", defaultValue: "en" }) {
        name(language: $language)
      }
    `,
    company,
  );
  return (
    <section id="company">
      <p>Company: {data.name}</p>
      <button type="button" onClick={() => refetch({ language: 'zh' })}>
        中文
      </button>
    </section>
  );
}
