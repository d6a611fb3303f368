'use strict';
(() => {
  const data = JSON.parse(document.getElementById('data').textContent);
  const HEIGHT = 300;
  const NEAR = 24;
  const dark = window.matchMedia('(prefers-color-scheme: dark)');

  /** An element; children are elements or texts, never markup. */
  function el(tag, attributes, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) {
      if (value !== undefined && value !== null) {
        element.setAttribute(name, value);
      }
    }
    element.append(...children.flat().filter((child) => child !== null && child !== undefined));
    return element;
  }

  const trimmed = (value) => String(Number(value.toPrecision(3)));

  /** 1.5k, 20k, 3M. */
  function brief(value) {
    if (Math.abs(value) >= 1e6) {
      return `${trimmed(value / 1e6)}M`;
    }
    return Math.abs(value) >= 1e3 ? `${trimmed(value / 1e3)}k` : trimmed(value);
  }

  function time(micros) {
    if (micros >= 1e6) {
      return `${trimmed(micros / 1e6)} s`;
    }
    return micros >= 1e3 ? `${trimmed(micros / 1e3)} ms` : `${trimmed(micros)} µs`;
  }

  const UNITS = {
    NUMBER: brief,
    TIME: time,
    PERCENTILE: (value) => `${Number((100 - 100 / value).toFixed(3))}`,
  };

  function cell(value) {
    const text = value.mark === 'CODE'
      ? el('code', {}, value.text)
      : value.mark ? el('span', {class: `mark ${value.mark.toLowerCase()}`}, value.text) : value.text;
    return [text, value.small ? el('small', {}, value.small) : null];
  }

  function table(content) {
    const rows = content.rows.map((row) => el('tr', {}, row.map((value, column) =>
      column === 0 ? el('th', {scope: 'row'}, cell(value)) : el('td', {}, cell(value)))));
    const framed = el('div', {class: 'scroll', tabindex: '0', role: 'region', 'aria-label': content.caption},
      el('table', {},
        content.folded ? null : el('caption', {}, content.caption),
        el('thead', {}, el('tr', {}, content.head.map((name) => el('th', {scope: 'col'}, name)))),
        el('tbody', {}, rows)));
    return content.folded ? el('details', {}, el('summary', {}, content.caption), framed) : framed;
  }

  const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const variable = (series) => series.style === 'LIMIT' ? '--bad' : series.style === 'DOTTED' ? '--soft' : `--c${series.colour}`;

  /** How uPlot draws a series; colours are asked for at every drawing, since they follow the system. */
  function drawn(series) {
    const stroke = () => css(variable(series));
    const line = (width, dash) => ({stroke, width, dash, spanGaps: true, points: {show: false}});
    const dots = (size, fill, width) => ({stroke, width: 0, paths: () => null, points: {show: true, size, fill, stroke, width}});
    switch (series.style) {
      case 'LIMIT': return line(1.5, [6, 4]);
      case 'DASHED': return line(2, [7, 5]);
      case 'DOTTED': return line(1.5, [2, 4]);
      case 'BAND': return line(0);
      case 'DOTS': return dots(6, stroke, 0);
      case 'FAILED': return dots(6, () => css('--card'), 1.5);
      case 'KNEE': return dots(13, stroke, 0);
      default: return line(2);
    }
  }

  /** A series has one value for each x: points at the same x are set apart by less than a pixel. */
  function columns(points) {
    const xs = [];
    for (const [x] of points) {
      const last = xs[xs.length - 1];
      xs.push(xs.length && x <= last ? last + Math.abs(last) * 1e-9 + 1e-9 : x);
    }
    return [xs, points.map(([, y]) => y)];
  }

  function axis(content, size) {
    const decades = (values) => values.map((value) =>
      value !== null && Math.abs(Math.log10(value) - Math.round(Math.log10(value))) < 1e-6 ? value : null);
    const name = UNITS[content.unit];
    return {
      label: content.title, labelSize: 20, labelFont: '12px system-ui, sans-serif', labelGap: 0, font: '12px system-ui, sans-serif',
      size, stroke: () => css('--soft'),
      grid: {stroke: () => css('--grid'), width: 1}, ticks: {show: false},
      filter: content.logarithmic ? (u, values) => decades(values) : undefined,
      values: (u, values) => values.map((value) => value === null ? '' : name(value)),
    };
  }

  const scale = (content) => ({
    time: false, distr: content.logarithmic ? 3 : 1, log: 10, range: [content.min, content.max],
  });

  /** Says what the point nearest to the pointer is. */
  function tooltip(chart) {
    const box = el('div', {class: 'tip', hidden: ''});
    const named = chart.series.filter((series) => series.style !== 'BAND' && series.style !== 'LIMIT' && series.style !== 'DOTTED');
    function move(u) {
      const {left, top} = u.cursor;
      let nearest = null;
      let distance = NEAR;
      for (const series of left < 0 ? [] : named) {
        for (const [x, y] of series.points) {
          const d = Math.hypot(u.valToPos(x, 'x') - left, u.valToPos(y, 'y') - top);
          if (d < distance) {
            distance = d;
            nearest = {series, x, y};
          }
        }
      }
      box.hidden = nearest === null;
      if (nearest) {
        const what = {FAILED: ', failed', KNEE: ', knee'}[nearest.series.style] || '';
        box.textContent = `${chart.x.title} ${UNITS[chart.x.unit](nearest.x)}: ${UNITS[chart.y.unit](nearest.y)}${what}`;
        const x = u.valToPos(nearest.x, 'x');
        box.style.top = `${Math.max(0, u.valToPos(nearest.y, 'y') - 34)}px`;
        box.style.left = x > u.over.clientWidth / 2 ? 'auto' : `${x}px`;
        box.style.right = x > u.over.clientWidth / 2 ? `${u.over.clientWidth - x}px` : 'auto';
      }
    }
    return {hooks: {init: (u) => u.over.append(box), setCursor: move}};
  }

  function legend(chart) {
    const entries = chart.series.filter((series) => series.name).map((series) => {
      const swatch = el('i', {class: series.style.toLowerCase()});
      swatch.style.setProperty('--c', `var(${variable(series)})`);
      return el('li', {}, swatch, series.name);
    });
    return el('ul', {class: 'legend'}, entries);
  }

  function plot(chart, host) {
    const series = chart.series.filter((one) => one.points.length);
    const bands = series.map((one, index) => index + 1)
      .filter((index) => series[index - 1].style === 'BAND' && series[index] && series[index].style === 'BAND')
      .map((low) => ({series: [low + 1, low], fill: () => `${css(variable(series[low - 1]))}2a`}));
    const u = new uPlot({
      width: host.clientWidth, height: HEIGHT,
      scales: {x: scale(chart.x), y: scale(chart.y)},
      axes: [axis(chart.x, 34), axis(chart.y, 52)],
      series: [{}, ...series.map(drawn)],
      bands,
      legend: {show: false},
      cursor: {drag: {x: false, y: false}, x: false, y: false, points: {show: false}},
      plugins: [tooltip(chart)],
    }, uPlot.join(series.map((one) => columns(one.points))), host);
    new ResizeObserver(() => u.setSize({width: host.clientWidth, height: HEIGHT})).observe(host);
    dark.addEventListener('change', () => u.redraw());
  }

  function card(chart) {
    const host = el('div', {class: 'plot', role: 'img', 'aria-label': chart.summary});
    return {host, element: el('figure', {class: 'card'}, el('figcaption', {}, chart.title), host, legend(chart))};
  }

  function section(content) {
    const cards = content.charts.map(card);
    const empty = !content.charts.length && !content.tables.length && content.none;
    document.getElementById('page').append(el('section', {id: content.id},
      el('h2', {}, content.title),
      el('p', {class: 'lead'}, content.lead),
      empty ? el('p', {class: 'none'}, content.none) : null,
      cards.length ? el('div', {class: 'cards'}, cards.map((each) => each.element)) : null,
      content.tables.map(table)));
    cards.forEach((each, index) => plot(content.charts[index], each.host));
  }

  function answer(content) {
    return el('div', {class: 'tile'},
      el('h3', {}, content.cluster, ' ', el('span', {}, content.nodes)),
      el('p', {class: 'big'}, content.passed, content.passed === '–' ? null : el('small', {}, ' deliveries/s')),
      content.statements.map((statement) => el('p', {}, cell(statement))),
      el('p', {}, content.workload));
  }

  document.getElementById('subject').append(data.subject, ' · objective ', el('b', {}, data.objective),
    ', nothing lost, duplicated or leaked');
  document.getElementById('page').append(el('section', {id: 'answers'}, el('h2', {class: 'hidden'}, 'Answers'),
    el('div', {class: 'tiles'}, data.answers.map(answer))));
  data.sections.forEach(section);
})();
