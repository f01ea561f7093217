/** The status of an answer and the code of its first error. */
export async function ask(url: string, query: string): Promise<string> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query }),
    });
    const { errors } = (await response.json()) as { errors?: { extensions?: { code?: string } }[] };
    return `${response.status} ${errors ? (errors[0]?.extensions?.code ?? 'an error') : 'OK'}`;
  } catch (error) {
    return `no answer (${(error as Error).message})`;
  }
}
