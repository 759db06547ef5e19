/** The lowest score that flags at most this share of the benign; ties are not flagged. */
export function thresholdAt(benign: readonly number[], share: number): number {
  const ranked = [...benign].sort((a, b) => b - a)
  return ranked[Math.floor(share * ranked.length)] ?? -Infinity
}

export function above(scores: readonly number[], threshold: number): number {
  return scores.filter((score) => score > threshold).length
}

/** How often a malicious score lies above a benign one (area under the ROC curve); 0.5 is chance. */
export function areaUnder(malicious: readonly number[], benign: readonly number[]): number {
  const all = [
    ...malicious.map((score) => ({ score, bad: 1 })),
    ...benign.map((score) => ({ score, bad: 0 })),
  ]
  all.sort((a, b) => a.score - b.score)
  let sum = 0
  for (let from = 0; from < all.length;) {
    let to = from
    while (all[to]?.score === all[from]?.score && to < all.length) to++
    // Equal scores share their ranks.
    const rank = (from + 1 + to) / 2
    for (let at = from; at < to; at++) sum += (all[at]?.bad ?? 0) * rank
    from = to
  }
  const bad = malicious.length
  return (sum - (bad * (bad + 1)) / 2) / (bad * benign.length)
}
