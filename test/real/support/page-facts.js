// Evaluated in a page by page.test.ts: what the browser made of it. `playwright` hands the value back.
(() => {
  const numbers = (color) => (color.match(/[\d.]+/g) ?? []).map(Number);
  const opaque = (color) => color !== 'none' && numbers(color)[3] !== 0;
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];

  /** Relative luminance of WCAG 2. */
  function luminance(color) {
    const [r, g, b] = numbers(color).map((value) => {
      const part = value / 255;
      return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  }

  /** The colour painted behind a text. */
  function groundOf(element) {
    const box = element.closest('g.node');
    const shape = box && all('path, polygon, ellipse', box).find((one) => opaque(getComputedStyle(one).fill));
    if (shape) return getComputedStyle(shape).fill;
    for (let around = element; around; around = around.parentElement) {
      const { backgroundColor } = getComputedStyle(around);
      if (opaque(backgroundColor)) return backgroundColor;
    }
    return 'rgb(255, 255, 255)';
  }

  function contrast() {
    const pale = [];
    let measured = 0;
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = texts.nextNode(); node; node = texts.nextNode()) {
      const element = node.parentElement;
      const text = node.textContent.trim();
      if (text === '' || element.getClientRects().length === 0) continue;
      const style = getComputedStyle(element);
      const [one, other] = [element instanceof SVGElement ? style.fill : style.color, groundOf(element)].map(luminance);
      const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
      measured += 1;
      if (!(ratio >= 4.5)) pale.push({ text: text.slice(0, 40), ratio });
    }
    return { measured, pale };
  }

  /** How large each picture is, and which texts reach over the edges of their boxes. */
  function pictures() {
    const seen = all('svg').filter((picture) => picture.getClientRects().length > 0);
    return seen.map((picture) => {
      const { width, height } = picture.getBoundingClientRect();
      const boxes = all('g.node', picture);
      const over = boxes.flatMap((box) => {
        const edges = box.querySelector('path, polygon, ellipse').getBoundingClientRect();
        const texts = all('text', box).filter((text) => {
          const { left, right, top, bottom } = text.getBoundingClientRect();
          return left < edges.left || right > edges.right || top < edges.top || bottom > edges.bottom;
        });
        return texts.map((text) => text.textContent);
      });
      return { name: picture.getAttribute('aria-label'), width, height, boxes: boxes.length, over };
    });
  }

  /** Whether somebody sees it: parts for screen readers alone are clipped away. */
  function isSeen(element) {
    if (element.getClientRects().length === 0) return false;
    for (let around = element; around; around = around.parentElement) {
      if (getComputedStyle(around).clipPath !== 'none') return false;
    }
    return true;
  }

  /** Elements that reach over the edge of the window, or whose content reaches over theirs. */
  function wide() {
    const { clientWidth } = document.documentElement;
    return all('body *')
      .filter((element) => !(element instanceof SVGElement) && isSeen(element))
      .filter((element) => {
        const { left, right } = element.getBoundingClientRect();
        const block = getComputedStyle(element).display !== 'inline';
        return left < -0.5 || right > clientWidth + 0.5 || (block && element.scrollWidth > element.clientWidth + 1);
      })
      .map((element) => element.outerHTML.slice(0, 100));
  }

  /** Parts that would have to be scrolled sideways. */
  function scrolled() {
    return all('*')
      .filter((element) => ['auto', 'scroll'].includes(getComputedStyle(element).overflowX))
      .map((element) => element.outerHTML.slice(0, 80));
  }

  /** Words that begin on one line and end on another. What is quoted letter by letter breaks where the line ends. */
  function brokenWords() {
    const broken = [];
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = texts.nextNode(); node; node = texts.nextNode()) {
      if (node.parentElement instanceof SVGElement || node.parentElement.closest('pre') || !isSeen(node.parentElement))
        continue;
      for (const { index, 0: word } of node.textContent.matchAll(/[\p{L}\p{N}]+/gu)) {
        const range = document.createRange();
        range.setStart(node, index);
        range.setEnd(node, index + word.length);
        if (new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size > 1) broken.push(word);
      }
    }
    return broken;
  }

  /** Letters too small to be read. */
  function small() {
    return all('body *')
      .filter((element) => !(element instanceof SVGElement) && isSeen(element))
      .filter((element) => element.childNodes.length > 0 && Number.parseFloat(getComputedStyle(element).fontSize) < 12)
      .map((element) => element.outerHTML.slice(0, 80));
  }

  for (const details of all('details')) details.open = true;
  const { backgroundColor: ground, color: ink } = getComputedStyle(document.body);
  const { scrollWidth, clientWidth } = document.documentElement;
  const nav = document.querySelector('nav');
  const navigation = nav && getComputedStyle(nav).display;
  const headings = all('h1, h2, h3, h4, h5, h6').map(({ tagName }) => Number(tagName[1]));
  return {
    ...{ ground, ink, scrollWidth, clientWidth, navigation, headings },
    ...{ contrast: contrast(), pictures: pictures(), wide: wide(), scrolled: scrolled(), small: small() },
    ...{ brokenWords: brokenWords(), told: all('.paths').filter(isSeen).length },
  };
})();
