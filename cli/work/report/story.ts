import type { StoryNode } from '@clawback/model'
import type { StoryLine } from '@clawback/guard'

/** A story as the report page shows it: one tree; further roots hang below the first. */
export function reportStory(story: readonly StoryLine[]): StoryNode {
  const [root, ...rest] = story.map(storyNode)
  return root === undefined ? empty : { ...root, children: [...root.children, ...rest] }
}

const empty: StoryNode = {
  kind: '', who: 'unattributed', what: 'nothing was seen', target: '', credential: '', time: '', evidence: '', confidence: 0,
  alerts: [], children: [],
} // prettier-ignore

function storyNode(line: StoryLine): StoryNode {
  return {
    kind: line.kind,
    who: line.who,
    what: line.what,
    target: line.on ?? '',
    credential: line.credential ?? '',
    time: line.time,
    evidence: line.ref,
    confidence: line.score,
    alerts: line.rules,
    children: line.children.map(storyNode),
  }
}
