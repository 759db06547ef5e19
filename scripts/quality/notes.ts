/** How to read the figures; written by people, not measured. */
export const notes = `Made by \`npx tsx scripts/quality/main.ts\` on corpora labelled by others; none of their content is here. One item per distinct
content; intervals are Wilson's, 95 %. What could not be looked at (\`undetermined\`) counts as a miss where the item is malicious and
as a flag where it is benign. A family of near-duplicates counts as found when every item of it is, and as flagged when one is.
Reading alone: nothing was run.`

/** Which content was made when, so that a reader knows what a figure is worth. */
export const developed = `## What was developed on what

To be written.`
