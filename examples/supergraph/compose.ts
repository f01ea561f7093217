/** Composes subgraphs into a supergraph, and says what is wrong where they do not fit. */
import { composeServices } from '@theguild/federation-composition';
import { parse } from 'graphql';

/** The schema of a running subgraph, which every subgraph tells in `_service`. */
async function sdlOf(url: string): Promise<string> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ _service { sdl } }' }),
  });
  const { data, errors } = (await response.json()) as {
    data?: { _service: { sdl: string } };
    errors?: unknown;
  };
  if (!data) throw new Error(`${url} does not tell its schema: ${JSON.stringify(errors)}`);
  return data._service.sdl;
}

/** The SDL of the supergraph over subgraphs that answer at these addresses. */
export async function compose(subgraphs: Readonly<Record<string, string>>): Promise<string> {
  const services = Object.entries(subgraphs).map(async ([name, url]) => ({
    name,
    url,
    typeDefs: parse(await sdlOf(url)),
  }));
  const { supergraphSdl, errors = [] } = composeServices(await Promise.all(services));
  if (supergraphSdl === undefined) throw new Error(errors.map(({ message }) => message).join('\n'));
  return supergraphSdl;
}
