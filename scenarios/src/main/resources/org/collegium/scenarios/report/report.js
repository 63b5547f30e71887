'use strict';
(() => {
  const data = JSON.parse(document.getElementById('chart-data').textContent);
  const names = data.arms.map((arm) => arm.name);
  const armScale = (range) => ({domain: names, range});
  const color = {field: 'arm', type: 'nominal', legend: null, scale: armScale(data.arms.map((arm) => arm.color))};
  const dash = {field: 'arm', type: 'nominal', legend: null, scale: armScale(data.arms.map((arm) => arm.dash))};
  const shape = {field: 'arm', type: 'nominal', legend: null, scale: armScale(data.arms.map((arm) => arm.shape))};
  const font = getComputedStyle(document.documentElement).getPropertyValue('--sans').trim();
  const isNarrow = () => window.innerWidth < 640;

  // Colours are names of style properties, so that the page's scheme, and print, reach into the drawings.
  const config = {
    background: null,
    font,
    view: {stroke: null},
    axis: {
      labelColor: 'var(--soft)', titleColor: 'var(--soft)', labelFontSize: 12, titleFontSize: 12.5,
      titleFontWeight: 'normal', gridColor: 'var(--rule)', gridOpacity: 0.7, domainColor: 'var(--rule)',
      tickColor: 'var(--rule)', labelPadding: 6, titlePadding: 12, labelFlush: false,
    },
    axisY: {domain: false, ticks: false},
    axisX: {grid: false},
  };

  function powersOfTwo(low, high) {
    const all = [];
    for (let value = 1; value <= high * 1.0001; value *= 2) {
      if (value >= low * 0.9999) all.push(value);
    }
    const stride = Math.ceil(all.length / (isNarrow() ? 5 : 9));
    return all.filter((_, index) => (all.length - 1 - index) % stride === 0);
  }

  function evenSteps(high) {
    const rough = high / (isNarrow() ? 3 : 6);
    const unit = 10 ** Math.floor(Math.log10(rough));
    const step = unit * ([1, 2, 4, 5, 10].find((factor) => factor * unit >= rough) || 10);
    return Array.from({length: Math.floor(high / step) + 1}, (_, index) => index * step);
  }

  const rollouts = (domain, values) => ({
    type: 'quantitative',
    title: data.logarithmic ? 'rollouts of one agent (logarithmic)' : 'rollouts of one agent',
    scale: {type: data.logarithmic ? 'log' : 'linear', domain, nice: false, zero: false},
    axis: {values, format: ',d', tickSize: 4},
  });

  function curves() {
    const xs = [...data.curves, ...data.parentCurves].map((point) => point.rollouts);
    const low = Math.min(...xs);
    const high = Math.max(...xs);
    const domain = data.logarithmic ? [low, high] : [0, high];
    const values = data.logarithmic ? powersOfTwo(low, high) : evenSteps(high);
    const x = {field: 'rollouts', ...rollouts(domain, values)};
    const y = {
      type: 'quantitative', title: 'success', scale: {domain: [0, 1]},
      axis: {format: '.0%', values: [0, 0.25, 0.5, 0.75, 1], titleAngle: 0, titleAlign: 'left', titleAnchor: 'end',
        titleY: -14, titleX: -34},
    };
    const isOne = names.length === 1;
    return {
      width: 'container',
      height: isNarrow() ? 260 : 380,
      autosize: {type: 'fit-x', contains: 'padding'},
      padding: {left: 4, right: 14, top: 26, bottom: 4},
      params: [{name: 'hidden', value: []}],
      data: {values: data.curves},
      transform: [{filter: 'indexof(hidden, datum.arm) < 0'}],
      encoding: {x},
      layer: [
        {
          data: {values: [{goal: 0.8}]}, transform: [],
          mark: {type: 'rule', color: 'var(--muted)', strokeDash: [2, 3], opacity: 0.9},
          encoding: {x: null, y: {field: 'goal', ...y}},
        },
        {
          data: {values: data.parting},
          mark: {type: 'rule', strokeDash: [1, 3]},
          encoding: {x, color},
        },
        {
          data: {values: data.parentCurves},
          mark: {type: 'line', strokeWidth: 1.4, color: 'var(--muted)', strokeDash: [4, 3]},
          encoding: {y: {field: 'mean', ...y}, detail: {field: 'arm', type: 'nominal'}},
        },
        {
          mark: {type: 'area', opacity: names.length > 4 ? 0.1 : 0.17},
          encoding: {y: {field: 'low', ...y}, y2: {field: 'high'}, color},
        },
        {
          mark: {type: 'line', strokeWidth: 2.2, strokeJoin: 'round', strokeCap: 'butt'},
          encoding: {y: {field: 'mean', ...y}, color, strokeDash: isOne ? undefined : dash},
        },
        {
          params: [{name: 'near', select: {type: 'point', on: 'pointerover', nearest: true, clear: 'pointerout'}}],
          mark: {type: 'point', filled: true, size: 70},
          encoding: {
            y: {field: 'mean', ...y},
            color,
            shape,
            opacity: {condition: {param: 'near', empty: false, value: 1}, value: 0},
            tooltip: [
              {field: 'arm', title: 'arm'},
              {field: 'rollouts', title: 'rollouts', format: ',.0f'},
              {field: 'mean', title: 'success', format: '.1%'},
              {field: 'low', title: 'from', format: '.1%'},
              {field: 'high', title: 'to', format: '.1%'},
              {field: 'seeds', title: 'seeds'},
            ],
          },
        },
      ],
      config,
    };
  }

  function thresholds() {
    const known = data.dots.filter((dot) => dot.rollouts !== null).map((dot) => dot.rollouts);
    const anyNever = known.length < data.dots.length;
    const played = [...known, ...data.curves.map((point) => point.rollouts)];
    const least = Math.min(...played);
    const most = Math.max(...played);
    const log = data.logarithmic;
    const low = log ? least : 0;
    const span = log ? (most / low) ** 0.12 : most * 0.12;
    const laneStart = log ? most * span ** 0.4 : most + span * 0.4;
    const laneEnd = log ? laneStart * span : laneStart + span;
    const laneMiddle = log ? Math.sqrt(laneStart * laneEnd) : (laneStart + laneEnd) / 2;
    const values = (log ? powersOfTwo(low, most) : evenSteps(most));
    const x = {field: 'at', ...rollouts([low, anyNever ? laneEnd : most], values)};
    const dots = data.dots.map((dot) => ({
      ...dot, at: dot.rollouts === null ? laneMiddle : dot.rollouts,
      reached: dot.rollouts === null ? 'never' : dot.rollouts.toLocaleString('en'),
    }));
    const shown = names.filter((name) => dots.some((dot) => dot.arm === name));
    const y = {
      field: 'arm', type: 'nominal', title: null, sort: names, scale: {domain: shown, paddingInner: 0.25},
      axis: {grid: true, bandPosition: 1.1, labelLimit: isNarrow() ? 110 : 200, labelFontSize: isNarrow() ? 11 : 13,
        labelColor: 'var(--ink)'},
    };
    const seeds = [...new Set(dots.map((dot) => dot.seed))];
    const tooltip = [{field: 'arm', title: 'arm'}, {field: 'seed', title: 'seed'}, {field: 'reached', title: 'rollouts'}];
    const offset = {field: 'seed', type: 'nominal', sort: seeds, scale: {domain: seeds}};
    const lane = anyNever ? [
      {
        data: {values: [{from: laneStart, to: laneEnd}]},
        mark: {type: 'rect', color: 'var(--panel)'},
        encoding: {x: {...x, field: 'from'}, x2: {field: 'to'}},
      },
      {
        data: {values: [{at: laneMiddle}]},
        mark: {type: 'text', text: 'never', y: -9, color: 'var(--soft)', fontSize: 12.5},
        encoding: {x},
      },
    ] : [];
    return {
      width: 'container',
      height: {step: Math.max(34, Math.min(10.5 * seeds.length, 84)), for: 'position'},
      autosize: {type: 'fit-x', contains: 'padding'},
      padding: {left: 4, right: 14, top: anyNever ? 22 : 6, bottom: 4},
      data: {values: dots},
      layer: [
        ...lane,
        {
          transform: [{filter: 'datum.rollouts !== null'}],
          mark: {type: 'point', filled: true, size: 56, opacity: 0.92},
          encoding: {x, y, yOffset: offset, color, shape, tooltip},
        },
        {
          transform: [{filter: 'datum.rollouts === null'}],
          mark: {type: 'point', filled: false, size: 46, strokeWidth: 1.6},
          encoding: {x, y, yOffset: offset, color, shape, tooltip},
        },
      ],
      config,
    };
  }

  function draw(id, spec) {
    const place = document.getElementById(id);
    if (!place) return Promise.resolve(null);
    return vegaEmbed(place, spec, {
      mode: 'vega-lite', renderer: 'svg', actions: false, tooltip: {disableDefaultStyle: true},
    }).then((result) => result.view).catch((problem) => {
      place.textContent = 'This chart could not be drawn: ' + problem.message;
      return null;
    });
  }

  const hidden = new Set();
  let curveView = null;
  function drawAll() {
    draw('chart-curves', curves()).then((view) => {
      curveView = view;
      if (view && hidden.size) view.signal('hidden', [...hidden]).runAsync();
    });
    if (data.dots.length) draw('chart-thresholds', thresholds());
  }

  for (const button of document.querySelectorAll('.keys button')) {
    button.addEventListener('click', () => {
      const arm = button.dataset.arm;
      if (!hidden.delete(arm)) hidden.add(arm);
      button.setAttribute('aria-pressed', String(!hidden.has(arm)));
      if (curveView) curveView.signal('hidden', [...hidden]).runAsync();
    });
  }

  let wasNarrow = isNarrow();
  window.addEventListener('resize', () => {
    if (wasNarrow !== isNarrow()) {
      wasNarrow = isNarrow();
      drawAll();
    }
  });
  drawAll();
})();
