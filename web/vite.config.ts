import {defineConfig, type Plugin} from 'vite';
import react from '@vitejs/plugin-react';

/* Two helpers of the components add style elements without the page's nonce, which its policy refuses. The first locks the
 * scrolling of the page, which never scrolls (main does); the second only measures the style of scroll bars, which we leave alone. */
const INSTEAD: Record<string, string> = {
  'portal/es/useScrollLocker.js': 'export default function useScrollLocker() {}',
  'util/es/getScrollBarSize.js': `
    function size() {
      const outer = document.createElement('div');
      outer.style.cssText = 'position:absolute;left:0;top:0;width:100px;height:100px;overflow:scroll;visibility:hidden';
      document.body.appendChild(outer);
      const found = {width: outer.offsetWidth - outer.clientWidth, height: outer.offsetHeight - outer.clientHeight};
      outer.remove();
      return found;
    }
    let known;
    export default function getScrollBarSize(fresh) { return (known = fresh || !known ? size() : known).width; }
    export function getTargetScrollBarSize(target) { return target instanceof Element ? size() : {width: 0, height: 0}; }`,
};

function withoutStyleElements(): Plugin {
  return {
    name: 'without-style-elements',
    enforce: 'pre',
    load(id) {
      const path = Object.keys(INSTEAD).find((end) => id.endsWith(`@rc-component/${end}`));
      return path === undefined ? null : INSTEAD[path];
    },
  };
}

// `npx vite` for work on a screen: the server of `chaming serve` answers the API.
export default defineConfig({
  plugins: [react(), withoutStyleElements()],
  server: {proxy: {'/api': process.env.CHAMING_SERVER ?? 'http://127.0.0.1:8080'}},
  build: {
    target: ['es2020', 'chrome87'],
    outDir: '../data/web',
    emptyOutDir: true,
    assetsDir: 'a',
    modulePreload: {polyfill: false},
    chunkSizeWarningLimit: 1500,
    reportCompressedSize: false,
  },
});
