import { execFileSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { allFacts } from './facts'
import { asCli, asCurl } from './preview'
import { aChange, aRead } from './testing/scripted-atlas'

const shells = [['bash', '--norc'], ['dash']] as const

/** The words that real shells make of the text, all the same, with the program replaced by one that prints them. */
function wordsOf(program: string, text: string): string[] {
  const script = `ATLAS_TOKEN=T; ${program}() { printf '%s\\0' "$@"; }\n${text}`
  const [first, ...others] = shells.map(([shell, ...flags]) =>
    execFileSync(shell, [...flags, '-c', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
      encoding: 'utf8',
      env: { ...process.env, LC_ALL: 'C.UTF-8' },
    }),
  )
  for (const other of others) expect(other).toBe(first)
  return (first ?? '').split('\0').slice(0, -1)
}

const evil = `it's %s \\x41 $(id) "q" \`x\` !; \n\u202e\u001b[31m é`

describe('the call as text', () => {
  test('curl has the exact body, and the credential in a variable', () => {
    const text = asCurl({ ...aChange, body: JSON.stringify({ comment: evil }) }, 'https://x.test/')
    expect(text).toContain('authorization: Bearer $ATLAS_TOKEN')
    expect(wordsOf('curl', text)).toEqual([
      '--request',
      'POST',
      'https://x.test/api/atlas/v2/groups/0123456789abcdef01234567/clusters/orders-eu:grantMongoDBEmployeeAccess',
      '--header',
      'authorization: Bearer T',
      '--header',
      'accept: application/vnd.atlas.2024-08-05+json',
      '--header',
      'content-type: application/vnd.atlas.2024-08-05+json',
      '--data-raw',
      JSON.stringify({ comment: evil }),
    ])
  })

  test('the Atlas CLI has each parameter as one word', () => {
    const text = asCli({
      ...aRead,
      path: { ...aRead.path, clusterName: evil },
      query: { a: ['1', '2'] },
    })
    expect(wordsOf('atlas', text ?? '')).toEqual([
      ...['api', 'clusters', 'getCluster', '--groupId', '0123456789abcdef01234567'],
      ...['--clusterName', evil, '--a', '1', '--a', '2', '--version', '2024-08-05'],
    ])
    for (const hidden of ['\u202e', '\u001b', '\n']) expect(text).not.toContain(hidden)
  })

  test.each([
    "\u202e'; touch PWNED #",
    "$'\u202e\\'; touch PWNED #'",
    '\u3164"; touch PWNED; "',
    "a\u200b$(touch PWNED)`touch PWNED`!!'%s%n",
    'ends with line breaks \u001b\n\n',
    "'\u2028'",
    '\u{e0041}\u{1f600}',
  ])('no text breaks out of its shell argument: %j', (clusterName) => {
    const text = asCli({ ...aRead, path: { ...aRead.path, clusterName } }) ?? ''
    const words = wordsOf('atlas', text)
    expect(words[words.indexOf('--clusterName') + 1]).toBe(clusterName)
    expect(words).toHaveLength(9)
    expect(text).not.toMatch(/\$'/)
  })

  test('the Atlas CLI reads the body from a file', () => {
    expect(asCli(aChange)).toBe(
      `printf %s '${aChange.body}' > body.json\natlas api clusters grantMongoEmployeeAccess --groupId 0123456789abcdef01234567 --clusterName orders-eu --version 2024-08-05 --file body.json`,
    )
  })

  test('a download is saved as a file of the type that Atlas answers with', () => {
    const path = { orgId: 'o', invoiceId: 'i' }
    const call = { op: 'getOrgInvoiceCsv', version: '2023-01-01', path, requestId: 'r' }
    expect(asCli(call)).toMatch(/--outputFile getOrgInvoiceCsv\.csv$/)
    expect(asCurl(call, 'https://x.test')).toMatch(/\+csv' (.|\n)*--output getOrgInvoiceCsv\.csv$/)
  })

  test('an operation without a short name has its tag and its ID as the command', () => {
    const call = { version: '2023-01-01', path: {}, requestId: 'r' }
    expect(asCli({ op: 'createUser', ...call })).toMatch(/^atlas api mongoDbCloudUsers createUser /)
    expect(asCli({ op: 'addOrgUserRole', ...call })).toMatch(/^atlas api mongoDbCloudUsers addOrg/)
    for (const [op, { cli, tag }] of allFacts())
      if (cli && tag !== 'MongoDB Cloud Users')
        expect(asCli({ op, ...call })).toContain(`atlas api ${cli} `)
  })
})
