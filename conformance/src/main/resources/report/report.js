'use strict';
(() => {
  const data = JSON.parse(document.getElementById('data').textContent);
  const VERDICTS = {
    'passed': ['✓', 'passed', 'passed'],
    'failed': ['✕', 'failed', 'failed'],
    'known-deviation': ['~', 'known deviation', 'known deviations'],
    'unexpected-pass': ['!', 'unexpected pass', 'unexpected passes'],
    'unsupported': ['–', 'unsupported', 'unsupported'],
    'crashed': ['†', 'crashed', 'crashed'],
    'not-run': ['○', 'not run', 'not run'],
  };
  const AS_EXPECTED = ['passed', 'known-deviation', 'unsupported'];
  const REASONED = ['known-deviation', 'unsupported', 'not-run'];
  const PROBLEMS_SHOWN = 30;
  const LINKS_SHOWN = 12;
  const WHAT_SHOWN = 320;

  const $ = (id) => document.getElementById(id);

  /** An element; children are elements or texts, never markup. */
  function el(tag, attributes, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) {
      if (value !== undefined && value !== null && value !== false) {
        element.setAttribute(name, value === true ? '' : String(value));
      }
    }
    element.append(...children.flat().filter((child) => child !== null && child !== undefined));
    return element;
  }

  const byKey = new Map();
  const keyOf = (requirement, emitter, receiver) =>
    [requirement, emitter, receiver].map(encodeURIComponent).join('/');
  for (const result of data.results) {
    byKey.set(keyOf(result.requirement, result.emitter, result.receiver), result);
  }
  const requirements = new Map();
  for (const section of data.sections) {
    for (const requirement of section.requirements) {
      requirements.set(requirement.id, requirement);
    }
  }
  const pairs = data.dialects.flatMap((dialect) =>
    dialect.pairs.map((pair, index) => ({...pair, edge: index === 0})));
  const pairText = (pair) => `${pair.emitter} → ${pair.receiver}`;

  function readable(millis) {
    if (millis < 1000) {
      return `${millis} ms`;
    }
    return millis < 60000
      ? `${(Math.floor(millis / 100) / 10).toFixed(1)} s`
      : `${Math.floor(millis / 60000)} min ${Math.floor((millis % 60000) / 1000)} s`;
  }

  const mark = (verdict) => el('span', {class: `mark ${verdict}`, 'aria-hidden': 'true'}, VERDICTS[verdict][0]);
  const command = (text) => el('code', {class: 'command'}, text);
  const versionText = (versions) =>
    Object.entries(versions).map(([name, version]) => `${name} ${version}`).join(', ');

  function facts(entries) {
    return el('dl', {}, entries.filter(([, value]) => value).flatMap(([name, value]) =>
      [el('dt', {}, name), el('dd', {}, value)]));
  }

  function header() {
    const run = data.run;
    const totals = Object.entries(data.totals).map(([verdict, count]) =>
      el('li', {class: count ? null : 'zero'}, mark(verdict), el('b', {}, String(count)),
        VERDICTS[verdict][count === 1 ? 1 : 2]));
    const longest = Math.max(1, ...Object.values(run.timings));
    const time = Object.entries(run.timings).flatMap(([step, millis]) => {
      const bar = el('span', {});
      bar.style.width = `${(100 * millis) / longest}%`;
      return [el('span', {}, step), el('span', {class: 'track', 'aria-hidden': 'true'}, bar),
        el('span', {class: 'amount'}, readable(millis))];
    });
    const implementations = data.implementations.map((each) =>
      [each.id, [each.language, each.dialect, versionText(each.versions), each.available ? '' : 'did not start']
        .filter(Boolean).join(', ')]);
    $('header').append(
      el('h1', {}, 'Interoperability report'),
      el('p', {class: `headline ${run.green ? 'good' : 'bad'}`}, run.headline),
      el('ul', {class: 'totals', 'aria-label': 'Totals'}, totals),
      el('div', {class: 'facts'},
        facts([
          ['started', run.date],
          ['wall time', readable(run.millis)],
          ['runtime', run.runtime],
          ['repetitions', run.repetitions > 1 ? String(run.repetitions) : ''],
          ['checkout', run.git],
          ['versions', versionText(run.versions)],
        ]),
        facts(implementations),
        time.length ? el('div', {class: 'time', role: 'group', 'aria-label': 'Where the time went'}, time) : null),
      el('p', {class: 'again'}, el('span', {class: 'faint'}, 'Run it again: '), command(run.command)));
    if (run.differing.length) {
      $('header').append(el('h2', {}, 'Not the same in all repetitions'),
        el('ul', {}, run.differing.map((sentence) => el('li', {}, sentence))));
    }
    if (run.stale.length) {
      $('header').append(el('h2', {}, 'Declared to fail, but not judged'),
        el('ul', {}, run.stale.map((sentence) => el('li', {}, sentence))));
    }
  }

  function what(result) {
    const [finding] = result.findings;
    const text = finding ? `${finding.kind}: expected ${finding.expected}; ${finding.came}` : result.detail;
    return text.length > WHAT_SHOWN ? `${text.slice(0, WHAT_SHOWN)}…` : text;
  }

  /** Results of one requirement, with a link to each. */
  function item(results) {
    const requirement = requirements.get(results[0].requirement);
    const links = results.slice(0, LINKS_SHOWN).flatMap((result, index) => [index ? ', ' : '',
      el('a', {href: `#${keyOf(result.requirement, result.emitter, result.receiver)}`}, pairText(result))]);
    return el('li', {}, mark(results[0].verdict),
      el('div', {}, el('b', {}, results[0].requirement), ' ', requirement ? requirement.name : ''),
      el('div', {}, el('div', {}, results[0].verdict === 'known-deviation' ? results[0].detail : what(results[0])),
        el('div', {class: 'links'}, links,
          results.length > LINKS_SHOWN ? ` and ${results.length - LINKS_SHOWN} more` : '')));
  }

  function knownDeviations() {
    const groups = new Map();
    for (const result of data.results.filter((each) => each.verdict === 'known-deviation')) {
      const key = JSON.stringify([result.requirement, result.detail]);
      groups.set(key, [...(groups.get(key) || []), result]);
    }
    if (groups.size) {
      $('known').append(el('summary', {}, `Known deviations (${groups.size})`),
        el('ul', {}, [...groups.values()].map(item)));
      $('known').hidden = false;
    }
  }

  /** How long the clients of each implementation took to get sentinels, with a warning about slow ones. */
  function delivering() {
    const measured = Object.entries(data.run.fences);
    if (!measured.length) {
      return;
    }
    $('delivering').append(el('summary', {}, data.run.slow.length ? 'Time to deliver: slow' : 'Time to deliver'),
      el('div', { class: 'scroll' }, el('table', { class: 'times' },
        el('caption', {}, 'Milliseconds from the publication of a sentinel until a client had it'),
        el('thead', {}, el('tr', {}, ['implementation', 'median', 'longest', 'slowest node'].map((head) =>
          el('th', { scope: 'col' }, head)))),
        el('tbody', {}, measured.map(([id, time]) => el('tr', {}, el('th', { scope: 'row' }, id),
          [time.medianMillis, time.longestMillis, time.slowestNode].map((value) => el('td', {}, String(value)))))))));
    if (data.run.slow.length) {
      $('delivering').append(el('p', {}, data.run.slowRule),
        el('ul', {}, data.run.slow.map((sentence) => el('li', {}, sentence))));
      $('delivering').open = true;
    }
    $('delivering').hidden = false;
  }

  /** How long nodes took to be whole again after each fault, one column for each implementation. */
  function healing() {
    const measured = Object.entries(data.run.healing).map(([key, time]) => [...key.split(' '), time]);
    if (!measured.length) {
      return;
    }
    const ids = [...new Set(measured.map(([, id]) => id))];
    const faults = [...new Set(measured.map(([fault]) => fault))];
    const time = (fault, id) => measured.find(([a, b]) => a === fault && b === id)?.[2];
    $('healing').append(el('summary', {}, `Time to heal (${faults.length} faults)`),
      el('div', { class: 'scroll' }, el('table', { class: 'times' },
        el('caption', {}, 'Milliseconds from the end of a fault until a node heard another again: median, longest'),
        el('thead', {}, el('tr', {}, el('th', { scope: 'col' }, 'fault'), ids.map((id) => el('th', { scope: 'col' }, id)))),
        el('tbody', {}, faults.map((fault) => el('tr', {},
          el('th', { scope: 'row' }, `${fault} ${requirements.get(fault).name}`),
          ids.map((id) => {
            const found = time(fault, id);
            return el('td', {}, found ? `${found.medianMillis}, ${found.longestMillis}` : '');
          })))))));
    $('healing').hidden = false;
  }

  /** What is not as expected, the pairs of one requirement and one kind of failure together. */
  function problems() {
    const groups = new Map();
    const unexpected = data.results.filter((each) => !AS_EXPECTED.includes(each.verdict));
    const notRun = unexpected.filter((each) => each.verdict === 'not-run');
    for (const result of [...unexpected.filter((each) => each.verdict !== 'not-run'), ...notRun]) {
      const kind = result.findings.length ? result.findings[0].kind : result.detail;
      const key = JSON.stringify(result.verdict === 'not-run'
        ? [result.verdict, result.detail]
        : [result.requirement, result.verdict, result.blame, kind]);
      groups.set(key, [...(groups.get(key) || []), result]);
    }
    if (!groups.size) {
      return;
    }
    const items = [...groups.values()].map((results) => {
      if (results[0].verdict === 'not-run') {
        const ids = [...new Set(results.map((result) => result.requirement))];
        return el('li', {}, mark('not-run'), el('b', {}, `${results.length} not run`),
          el('div', {}, el('div', {}, results[0].detail), el('div', {class: 'faint'}, ids.join(' '))));
      }
      return item(results);
    });
    const list = el('ul', {}, items.slice(0, PROBLEMS_SHOWN));
    $('problems').append(el('h2', {id: 'problems-title'}, 'Not as expected'), list);
    if (items.length > PROBLEMS_SHOWN) {
      const more = el('button', {class: 'close', type: 'button'}, `Show ${items.length - PROBLEMS_SHOWN} more`);
      more.addEventListener('click', () => {
        list.append(...items.slice(PROBLEMS_SHOWN));
        more.remove();
      });
      $('problems').append(more);
    }
    $('problems').hidden = false;
  }

  function legend() {
    for (const [verdict, words] of Object.entries(VERDICTS)) {
      if (data.totals[verdict]) {
        $('legend').append(el('li', {}, mark(verdict), words[1]));
      }
    }
  }

  const rows = [];

  function cell(requirement, pair) {
    const key = keyOf(requirement.id, pair.emitter, pair.receiver);
    const result = byKey.get(key);
    const edge = pair.edge ? 'edge' : null;
    if (!result) {
      return el('td', {class: edge}, el('span', {class: 'absent', title: 'does not apply'}, '·'));
    }
    const [symbol, words] = VERDICTS[result.verdict];
    return el('td', {class: edge}, el('button', {
      'class': `cell ${result.verdict}`,
      'type': 'button',
      'tabindex': '-1',
      'data-key': key,
      'aria-expanded': 'false',
      'aria-label': `${requirement.id} ${requirement.name}, ${pair.emitter} to ${pair.receiver}: ${words}`,
      'title': `${requirement.id}, ${pairText(pair)}: ${words}`,
    }, symbol));
  }

  function share(section, pair) {
    const found = section.requirements
      .map((requirement) => byKey.get(keyOf(requirement.id, pair.emitter, pair.receiver)))
      .filter(Boolean);
    const passed = found.filter((result) => result.verdict === 'passed').length;
    return found.length ? `${passed}/${found.length}` : '';
  }

  function matrix() {
    const dialects = data.dialects.map((dialect) =>
      el('th', {scope: 'colgroup', colspan: dialect.pairs.length, class: 'edge'}, dialect.name));
    const heads = pairs.map((pair) =>
      el('th', {scope: 'col', class: pair.edge ? 'edge' : null}, pair.emitter, el('br'), `→ ${pair.receiver}`));
    const table = el('table', {},
      el('caption', {class: 'hidden'}, 'Verdicts of all requirements for all pairs of emitter and receiver'),
      el('thead', {},
        el('tr', {}, el('th', {scope: 'col'}, 'dialect'), dialects),
        el('tr', {}, el('th', {scope: 'col'}, 'requirement'), heads)));
    for (const section of data.sections.filter((each) => each.requirements.length)) {
      const group = el('tr', {class: 'group'},
        el('th', {scope: 'rowgroup'}, `${section.letter} ${section.words}`.trim()),
        pairs.map((pair) => el('td', {class: pair.edge ? 'edge' : null}, share(section, pair))));
      const body = el('tbody', {}, group);
      for (const requirement of section.requirements) {
        const row = el('tr', {},
          el('th', {scope: 'row', title: requirement.sentence}, el('b', {}, requirement.id), ' ',
            el('span', {class: 'name'}, requirement.name)),
          pairs.map((pair) => cell(requirement, pair)));
        body.append(row);
        rows.push({
          row,
          body,
          text: [requirement.id, requirement.name, requirement.sentence, requirement.source, requirement.force,
            requirement.scope, section.words].join(' ').toLowerCase(),
          passed: pairs.every((pair) => {
            const result = byKey.get(keyOf(requirement.id, pair.emitter, pair.receiver));
            return !result || result.verdict === 'passed';
          }),
        });
      }
      table.append(body);
    }
    $('matrix').append(table, el('p', {class: 'nothing', hidden: true}, 'No requirement matches the filter.'));
    const first = table.querySelector('.cell');
    if (first) {
      first.tabIndex = 0;
    }
  }

  function filter() {
    const words = $('text').value.toLowerCase().split(/\s+/).filter(Boolean);
    const onlyNotPassed = $('not-passed').checked;
    let shown = 0;
    for (const {row, text, passed} of rows) {
      row.hidden = !words.every((word) => text.includes(word)) || (onlyNotPassed && passed);
      shown += row.hidden ? 0 : 1;
    }
    for (const body of new Set(rows.map((each) => each.body))) {
      body.hidden = rows.every((each) => each.body !== body || each.row.hidden);
    }
    const table = $('matrix').querySelector('table');
    table.hidden = shown === 0;
    table.nextSibling.hidden = shown > 0;
    $('shown').textContent = `${shown} of ${rows.length} requirements`;
    const cells = visibleCells().flat();
    if (cells.length && !cells.some((each) => each.tabIndex === 0)) {
      settle(cells[0]);
    }
  }

  const visibleCells = () => rows.filter((each) => !each.row.hidden)
    .map((each) => [...each.row.querySelectorAll('.cell')]).filter((cells) => cells.length);

  /** Makes a cell the one that the Tab key comes to. */
  function settle(target) {
    document.querySelectorAll('.cell[tabindex="0"]').forEach((each) => { each.tabIndex = -1; });
    target.tabIndex = 0;
  }

  function move(event) {
    const from = event.target.closest('.cell');
    const steps = {ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1]};
    if (!from || !steps[event.key]) {
      return;
    }
    event.preventDefault();
    const [down, right] = steps[event.key];
    const grid = visibleCells();
    const y = grid.findIndex((cells) => cells.includes(from));
    let target;
    if (right) {
      target = grid[y][grid[y].indexOf(from) + right];
    } else {
      const column = from.closest('td').cellIndex;
      for (let row = y + down; grid[row] && !target; row += down) {
        target = grid[row].find((each) => each.closest('td').cellIndex === column);
      }
    }
    if (target) {
      settle(target);
      target.focus();
    }
  }

  function findings(result) {
    const tone = result.verdict === 'known-deviation' ? 'finding known' : 'finding';
    const list = result.findings.map((finding) => el('div', {class: tone}, facts([
      ['kind', finding.kind],
      ['expected', finding.expected],
      ['came', finding.came],
      ['blame', `${finding.blame} (${finding.blame === 'emitter' ? result.emitter : result.receiver})`],
    ])));
    if (!list.length) {
      return [];
    }
    return [el('h3', {}, 'Expected and came'), ...list,
      result.moreFindings ? el('p', {class: 'faint'}, `${result.moreFindings} more in report.json`) : null];
  }

  function frames(result) {
    const total = result.frames.length + result.moreFrames;
    const title = el('h3', {}, `Frames on the broker (${total})`);
    if (!total) {
      return [title, el('p', {class: 'faint'}, 'None.')];
    }
    const events = result.findings.map((finding) => finding.event).filter(Boolean);
    const list = result.frames.map((position) => {
      const frame = data.frames[position];
      const space = frame.indexOf(' ');
      const own = events.some((event) => frame.includes(`"${event}"`)) ? {class: 'own', title: 'of a finding'} : {};
      return space < 0
        ? el('li', own, el('code', {class: 'subject'}, frame))
        : el('li', own, el('code', {class: 'subject'}, frame.slice(0, space)), el('code', {}, frame.slice(space + 1)));
    });
    return [title, el('ol', {class: 'frames'}, list),
      result.moreFrames ? el('p', {class: 'faint'}, `${result.moreFrames} more in wire.jsonl`) : null];
  }

  const belongs = (node, id) => node.startsWith(`${id}-`) && /^\d+$/.test(node.slice(id.length + 1));

  function logs(result) {
    const names = Object.keys(data.logs)
      .filter((node) => belongs(node, result.emitter) || belongs(node, result.receiver));
    if (!names.length) {
      return [];
    }
    const failed = !AS_EXPECTED.includes(result.verdict);
    return [el('h3', {}, 'Ends of the nodes’ logs'), ...names.map((node) =>
      el('details', {open: failed && data.logs[node].length > 0}, el('summary', {}, `${node} (${data.logs[node].length} lines)`),
        el('pre', {class: 'log', tabindex: '0'}, data.logs[node].join('\n') || 'Nothing was logged.')))];
  }

  let opener = null;

  /** Does something that changes the layout, and scrolls so that an element stays where the eye is. */
  function keeping(element, change) {
    const before = element ? element.getBoundingClientRect().top : -1;
    change();
    if (before >= 0 && before < window.innerHeight) {
      window.scrollBy({top: element.getBoundingClientRect().top - before, behavior: 'instant'});
    }
  }

  function open(key, takeFocus) {
    const result = byKey.get(key);
    if (!result) {
      return close();
    }
    const requirement = requirements.get(result.requirement) || {id: result.requirement, name: '', sentence: ''};
    const [symbol, words] = VERDICTS[result.verdict];
    const {selection} = pairs.find((pair) => pair.emitter === result.emitter && pair.receiver === result.receiver);
    const shut = el('button', {class: 'close', type: 'button'}, 'Close');
    shut.addEventListener('click', leave);
    const culprit = result.blame
      ? `${result.blame} (${result.blame === 'emitter' ? result.emitter : result.receiver})` : '';
    $('panel').replaceChildren(...[
      el('div', {class: 'panel-head'},
        el('div', {}, el('h2', {id: 'panel-title'}, `${requirement.id} ${requirement.name}`),
          el('div', {}, pairText(result))),
        shut),
      el('p', {class: 'sentence'}, requirement.sentence),
      facts([
        ['verdict', el('span', {class: `verdict ${result.verdict}`}, `${symbol} ${words}`)],
        [REASONED.includes(result.verdict) ? 'reason' : 'detail', result.detail],
        ['blame', result.findings.length ? '' : culprit],
        ['force', [requirement.force, requirement.scope].filter(Boolean).join(', ')],
        ['source', requirement.source],
        ['time', readable(result.millis)],
        ['repeat', command(`${data.run.repeat} --select ${result.requirement}${selection}`)],
      ]),
      ...findings(result),
      ...frames(result),
      ...logs(result),
    ].filter(Boolean));
    document.querySelectorAll('.cell[aria-expanded=true]').forEach((each) => each.setAttribute('aria-expanded', 'false'));
    const owner = document.querySelector(`.cell[data-key="${CSS.escape(key)}"]`);
    if (owner) {
      owner.setAttribute('aria-expanded', 'true');
      settle(owner);
      opener = owner;
    }
    keeping(owner, () => {
      document.body.classList.add('open');
      $('panel').hidden = false;
    });
    $('panel').scrollTop = 0;
    if (owner && !owner.closest('tr').hidden) {
      reveal(owner);
    }
    if (takeFocus) {
      $('panel').focus({preventScroll: true});
    }
  }

  /** Scrolls within the matrix only: the page stays where it is. */
  function reveal(owner) {
    const box = $('matrix');
    const inner = owner.getBoundingClientRect();
    const outer = box.getBoundingClientRect();
    const head = box.querySelector('thead').offsetHeight;
    const side = box.querySelector('tbody th').offsetWidth;
    if (inner.top < outer.top + head || inner.bottom > outer.bottom) {
      box.scrollTop += inner.top - outer.top - box.clientHeight / 2;
    }
    if (inner.left < outer.left + side || inner.right > outer.right) {
      box.scrollLeft += inner.left - outer.left - (box.clientWidth + side) / 2;
    }
  }

  function close() {
    keeping(opener, () => {
      $('panel').hidden = true;
      document.body.classList.remove('open');
    });
    if (opener) {
      opener.setAttribute('aria-expanded', 'false');
      opener.focus({preventScroll: true});
      opener = null;
    }
  }

  /** Takes the cell out of the address; an empty hash would scroll to the top. */
  function leave() {
    history.pushState(null, '', location.href.replace(/#.*/, ''));
    close();
  }

  /** The address says what is open: a link to a cell can be passed on. */
  function follow(takeFocus) {
    const key = location.hash.slice(1).split('/').map(decoded).map(encodeURIComponent).join('/');
    if (key) {
      open(key, takeFocus);
    } else {
      close();
    }
  }

  function decoded(text) {
    try {
      return decodeURIComponent(text);
    } catch (e) {
      return text;
    }
  }

  header();
  problems();
  knownDeviations();
  delivering();
  healing();
  legend();
  matrix();
  filter();
  $('text').addEventListener('input', filter);
  $('not-passed').addEventListener('change', filter);
  $('filter').addEventListener('submit', (event) => event.preventDefault());
  $('matrix').addEventListener('keydown', move);
  $('matrix').addEventListener('click', (event) => {
    const target = event.target.closest('.cell');
    if (target) {
      settle(target);
      const hash = `#${target.dataset.key}`;
      if (location.hash === hash) {
        follow(true);
      } else {
        location.hash = hash;
      }
    }
  });
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !$('panel').hidden) {
      leave();
    }
  });
  window.addEventListener('popstate', () => follow(true));
  if (location.hash) {
    follow(true);
  }
})();
