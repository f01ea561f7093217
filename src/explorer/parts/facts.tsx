import type { ComponentChildren } from 'preact';

export type Fact = readonly [name: string, value: ComponentChildren];

/** What is known of a thing, name by name; what is not known is left out. */
export function Facts({ facts }: { readonly facts: readonly (Fact | false)[] }) {
  const known = facts.filter((fact) => fact !== false);
  if (known.length === 0) return null;
  return (
    <dl class="facts">
      {known.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
