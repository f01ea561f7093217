/**
 * Runs in the browser before the script of GraphiQL. What it needs to know stands in the page as JSON, so that no
 * script stands in the page. Monaco marks characters that look like others in yellow; in Chinese these are the
 * ordinary punctuation.
 */
export const START_SCRIPT = `'use strict';
const settings = JSON.parse(document.getElementById('settings').textContent);
self.MonacoEnvironment = {
  globalAPI: true,
  getWorkerUrl: (_, label) => new URL(settings.workers[label], document.baseURI).href,
};
const schema = settings.schema && fetch(settings.schema).then((answer) => answer.json());

addEventListener('DOMContentLoaded', async () => {
  monaco.editor.onDidCreateEditor((editor) => {
    editor.updateOptions({ unicodeHighlight: { ambiguousCharacters: false, invisibleCharacters: false } });
  });
  const options = {
    ...settings.options,
    ...(schema && { schema: await schema }),
    defaultEditorToolsVisibility: !matchMedia('(max-width: 700px)').matches,
  };
  YogaGraphiQL.renderYogaGraphiQL(document.getElementById('root'), options);
});
`;

/**
 * The tabs can be dragged, and where the styles come after the script, GraphiQL takes them for dragged to the end:
 * they lie on one another, and move from under the pointer when pressed. They stay where they are, and on a
 * touchscreen are scrolled instead.
 *
 * GraphiQL lays its parts side by side whatever the width; on a telephone they stand above one another.
 */
export const STYLES = `
.graphiql-tabs .graphiql-tab { transform: none !important; touch-action: auto !important; }
.graphiql-tabs { overflow-x: auto; }

@media (max-width: 700px) {
  .graphiql-container { flex-direction: column; }
  .graphiql-container .graphiql-sidebar { flex-direction: row; width: 100%; padding: 4px 8px; gap: 4px; }
  .graphiql-container .graphiql-sidebar > [style*='margin-top'] { margin: 0 0 0 auto !important; }
  .graphiql-container .graphiql-main { flex-direction: column; min-height: 0; }
  .graphiql-container .graphiql-sessions { margin: 0 8px 8px; min-height: 0; }
  .graphiql-container .graphiql-sessions > div:last-child { flex-direction: column !important; }
  .graphiql-container .graphiql-horizontal-drag-bar,
  .graphiql-container .graphiql-logo { display: none; }
  .graphiql-container .graphiql-editors,
  .graphiql-container .graphiql-response { flex: 1 1 0% !important; width: 100%; min-height: 0; }
}
`;
