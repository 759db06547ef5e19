import { expect, it } from 'vitest'

import * as surface from './index.js'

it('is the surface that was decided: a red pin asks for a decision', () => {
  expect(Object.keys(surface).sort()).toEqual([
    'buildProfile',
    'compareVariants',
    'createAnthropicJudge',
    'createBudget',
    'createEngines',
    'createReadContext',
    'createRecordedJudge',
    'defaultLimits',
    'disclosureOf',
    'discover',
    'engineVersions',
    'findArtifacts',
    'intake',
    'judgeFacts',
    'judgeRequest',
    'openBase',
    'packageVersion',
    'read',
    'readManifests',
    'recordJudge',
    'treeId',
  ])
})
