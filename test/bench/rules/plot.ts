/** One line of a plot: its name and its points, smallest x first. */
export interface Curve {
  readonly name: string
  readonly points: readonly (readonly [x: number, y: number])[]
}

const width = 720
const height = 420
const left = 64
const bottom = 360
const right = 690
const top = 60
const colours = ['#0b6e4f', '#b5542c', '#3b4ba3']

/** A plot with both axes logarithmic, as SVG; a line that is flatter than the grey one grows slower than its x. */
export function plot(title: string, curves: readonly Curve[], note: string): string {
  const all = curves.flatMap(({ points }) => points)
  const x = scale(all.map(([value]) => value), left, right) // prettier-ignore
  const y = scale(all.map(([, value]) => value), bottom, top) // prettier-ignore
  const least = Math.min(...all.map(([v]) => v))
  const most = Math.max(...all.map(([v]) => v))
  const low = Math.min(...all.map(([, v]) => v))
  const cap = Math.max(...all.map(([, v]) => v))
  const proportional = line([[least, low], [Math.min(most, (least * cap) / low), Math.min(cap, (low * most) / least)]], x, y) // prettier-ignore
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12">`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    `<text x="${left}" y="24" font-size="16">${escape(title)} (microseconds, both axes logarithmic)</text>`,
    `<polyline points="${proportional}" fill="none" stroke="#bbb" stroke-dasharray="4 4"/>`,
    ...curves.flatMap((curve, i) => drawn(curve, colours[i % colours.length] ?? '', 40 + 16 * i, x, y)),
    `<line x1="${left}" y1="${bottom}" x2="${right}" y2="${bottom}" stroke="#333"/>`,
    `<text x="${left}" y="${height - 12}" fill="#666">${escape(note)}; dashed: as many times the cost as there are times more</text>`,
    '</svg>',
    '',
  ].join('\n')
}

type Scale = (value: number) => number

function scale(values: readonly number[], from: number, to: number): Scale {
  const low = Math.log(Math.min(...values))
  const high = Math.log(Math.max(...values))
  return (value) => from + ((Math.log(value) - low) / (high - low || 1)) * (to - from)
}

function line(points: Curve['points'], x: Scale, y: Scale): string {
  return points.map(([a, b]) => `${x(a).toFixed(1)},${y(b).toFixed(1)}`).join(' ')
}

function drawn({ name, points }: Curve, colour: string, legend: number, x: Scale, y: Scale): string[] {
  return [
    `<polyline points="${line(points, x, y)}" fill="none" stroke="${colour}" stroke-width="2"/>`,
    ...points.flatMap(([a, b]) => [
      `<circle cx="${x(a).toFixed(1)}" cy="${y(b).toFixed(1)}" r="3" fill="${colour}"/>`,
      `<text x="${x(a).toFixed(1)}" y="${(y(b) - 8).toFixed(1)}" text-anchor="middle" fill="${colour}">${b.toFixed(2)}</text>`,
      `<text x="${x(a).toFixed(1)}" y="${bottom + 16}" text-anchor="middle">${a.toLocaleString('en')}</text>`,
    ]),
    `<text x="${left + 8}" y="${legend + 4}" fill="${colour}">${escape(name)}</text>`,
  ]
}

function escape(text: string): string {
  return text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`)
}
