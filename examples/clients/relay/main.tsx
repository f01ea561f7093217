import { createRoot, type Root } from 'react-dom/client';
import { App } from './App';
import { createEnvironment } from './environment';
import { nodeTitle } from './nodeTitle';

/** Renders the application, presses its buttons, and answers what stood on the page after each. */
export async function main(url: string): Promise<string[]> {
  const environment = createEnvironment(url);
  const container = document.createElement('div');
  const root: Root = createRoot(container);
  root.render(<App environment={environment} article="004_d789849ebc96f254" company="amazon" />);
  const line = (id: string) => container.querySelector(`#${id} p`)?.textContent ?? '';
  const press = async (id: string) => {
    const before = line(id);
    container.querySelector<HTMLButtonElement>(`#${id} button`)?.click();
    await until(() => line(id) !== before && line(id) !== '');
    return line(id);
  };
  await until(() => line('company') !== '');
  const lines = [
    container.querySelector('h1')?.textContent ?? '',
    line('categories'),
    await press('categories'),
    line('tickers'),
    await press('tickers'),
    await press('tickers'),
    line('company'),
    await press('company'),
  ];
  const ids = environment.getStore().getSource().getRecordIDs();
  const article = ids.find((id) => environment.getStore().getSource().get(id)?.__typename === 'Article');
  lines.push(`The article by its id: ${await nodeTitle(environment, article ?? '')}`);
  root.unmount();
  return lines;
}

/** React renders in its own time; ten seconds are more than any server needs. */
async function until(done: () => boolean): Promise<void> {
  const end = Date.now() + 10_000;
  while (!done()) {
    if (Date.now() > end) throw new Error('The page did not change.');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
