import { expect, it } from 'vitest'

import * as surface from './index.js'

it('is the surface that was decided: a red pin asks for a decision', () => {
  expect(Object.keys(surface).sort()).toEqual([
    'buildProfile',
    'codeSource',
    'compareVariants',
    'configServers',
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
    'findPlace',
    'intake',
    'judgeFacts',
    'judgeRequest',
    'maskArgs',
    'maskEnv',
    'openBase',
    'openRepository',
    'packageVersion',
    'pathOf',
    'read',
    'readManifests',
    'recordJudge',
    'takeIn',
    'treeId',
  ])
})
