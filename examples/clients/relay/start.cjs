// What a bundler and a browser are for a site: Babel with Relay's plugin, and a document to render into.
const { Window } = require('happy-dom');
const window = new Window();
Object.assign(globalThis, { window, document: window.document, IS_REACT_ACT_ENVIRONMENT: false });
require('@babel/register')({ cwd: __dirname, extensions: ['.ts', '.tsx'], cache: false });

module.exports = {
  async main(url) {
    try {
      return await require('./main.tsx').main(url);
    } finally {
      await window.happyDOM.close();
    }
  },
};
