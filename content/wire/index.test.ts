import { expect, test } from 'vitest'
import * as surface from './index.js'

test('the public surface is what it was decided to be', () => {
  expect(Object.keys(surface).sort()).toEqual([
    'createLineDecoder',
    'createRpcDecoder',
    'createSseDecoder',
    'encodeRpc',
    'encodeSse',
    'formatTraceparent',
    'hookEvents',
    'isObject',
    'isProblem',
    'isServerSource',
    'listMember',
    'mcpTool',
    'member',
    'numberMember',
    'objectMember',
    'pae',
    'parseHook',
    'parseJson',
    'parseRpc',
    'parseTraceparent',
    'readAnswer',
    'readList',
    'readOtlpLogs',
    'readOtlpTraces',
    'readServer',
    'requestIdentity',
    'sessionVersions',
    'speakMcp',
    'statelessVersion',
    'textMember',
  ])
})
