import { describe, expect, test } from 'vitest'
import { host, said, standing } from './testing/search-status'

describe('without hosts', () => {
  test.each([
    ['PENDING', 'PENDING', true],
    ['BUILDING', 'BUILDING', true],
    ['READY', 'READY', false],
    ['FAILED', 'FAILED', false],
    ['STALE', 'STALE', false],
    ['DELETING', 'DELETING', true],
    ['DOES_NOT_EXIST', 'DOES_NOT_EXIST', false],
    // The words of the /fts/ paths and of the hosts.
    ['IN_PROGRESS', 'BUILDING', true],
    ['MIGRATING', 'BUILDING', true],
    ['STEADY', 'READY', false],
    ['INITIAL_SYNC', 'BUILDING', true],
    ['NOT_STARTED', 'PENDING', true],
    ['PAUSED', 'PAUSED', false],
    ['ready', 'READY', false],
    // What Atlas may invent.
    ['THAWING', 'THAWING', false],
  ])('%s is shown as %s', (status, phase, isMoving) => {
    expect(standing({ status })).toMatchObject({ phase, isMoving })
    expect(standing({ status }).sentence).not.toMatch(/undefined|null|NaN/)
  })

  test('right after creation an index is queued', () => {
    expect(
      said({ status: 'PENDING', queryable: false, latestDefinitionVersion: { version: 0 } }),
    ).toEqual({
      phase: 'PENDING',
      sentence: 'Version 0 is queued to build.',
      isMoving: true,
    })
  })

  test('an index that answers queries while it builds says so', () => {
    expect(said({ status: 'BUILDING', queryable: true }).sentence).toBe(
      'Answering queries while the definition builds.',
    )
  })

  test.each([
    [{}],
    [
      {
        status: null,
        statusDetail: null,
        latestDefinitionVersion: null,
        synonymMappingStatusDetail: null,
      },
    ],
    [{ status: '', statusDetail: 'none' }],
  ])('without any status nothing is known: %j', (index) => {
    expect(said(index)).toEqual({
      phase: undefined,
      sentence: 'Atlas reports no status.',
      isMoving: false,
    })
  })

  test('an unknown status is shown as it came', () => {
    expect(said({ status: 'THAWING' }).sentence).toBe('Atlas reports an unknown status: “THAWING”.')
  })
})

describe('an index that has ended', () => {
  test('deleting and deleted take precedence over what hosts report', () => {
    const hosts = [host({ status: 'BUILDING', version: 1 })]
    expect(said({ status: 'DELETING', statusDetail: hosts })).toMatchObject({
      phase: 'DELETING',
      isMoving: true,
    })
    expect(said({ status: 'DOES_NOT_EXIST', statusDetail: hosts })).toMatchObject({
      phase: 'DOES_NOT_EXIST',
      isMoving: false,
    })
  })

  test('while an index is deleted, its hosts say whether it answers queries', () => {
    const ready = host({ status: 'READY', version: 0, queryable: true })
    const dumb = host({ status: 'READY', version: 0, queryable: false })
    const deleting = { status: 'DELETING', queryable: false }
    expect(standing({ ...deleting, statusDetail: [ready, ready] }).queryable).toBe(true)
    expect(standing({ ...deleting, statusDetail: [dumb, dumb] }).queryable).toBe(false)
    expect(standing({ ...deleting, statusDetail: [ready, dumb] }).queryable).toBe(false)
    expect(standing(deleting).queryable).toBe(false)
  })

  test('a failed build shows its message once for all hosts', () => {
    const broken = { status: 'FAILED', version: 2, message: 'No such analyzer.' }
    const { messages, ...is } = standing({
      status: 'FAILED',
      queryable: false,
      latestDefinitionVersion: { version: 2 },
      statusDetail: [host(broken), host(broken), host(broken)],
    })
    expect(is).toMatchObject({ phase: 'FAILED', isMoving: false })
    expect(is.sentence).toBe(
      'The build of version 2 failed on all 3 hosts. It does not answer queries.',
    )
    expect(is.advice).toMatch(/not retry/)
    expect(messages).toEqual([
      { about: 'Version 2 on all 3 hosts', text: 'No such analyzer.', isFailure: true },
    ])
  })
})

describe('queries', () => {
  test('are shown apart from the status', () => {
    expect(standing({ status: 'READY', queryable: false })).toMatchObject({
      phase: 'READY',
      queryable: false,
      sentence: 'Atlas reports it as ready, but not answering queries.',
    })
    expect(standing({ status: 'STALE', queryable: true }).queryable).toBe(true)
    expect(standing({ status: 'READY' }).queryable).toBeUndefined()
    expect(
      standing({ statusDetail: [host({ status: 'READY' }), host({ status: 'BUILDING' })] })
        .queryable,
    ).toBe(false)
  })
})

describe('synonyms', () => {
  test('each mapping shows its worst status over all hosts, and why it failed', () => {
    const detail = (status: string, message?: string) => [
      { brands: { status, queryable: status === 'READY', ...(message ? { message } : {}) } },
    ]
    const { synonyms, messages, phase } = standing({
      status: 'READY',
      synonymMappingStatusDetail: detail('READY'),
      statusDetail: [
        host({ status: 'READY', more: { synonymMappingStatusDetail: detail('READY') } }),
        host({
          status: 'READY',
          more: { synonymMappingStatusDetail: detail('FAILED', 'Bad document.') },
        }),
      ],
    })
    expect(phase).toBe('READY')
    expect(synonyms).toMatchObject([{ name: 'brands', status: 'FAILED', queryable: false }])
    expect(messages).toEqual([
      { about: 'Synonym mapping “brands”', text: 'Bad document.', isFailure: true },
    ])
  })

  test('that build keep the page refreshing', () => {
    const detail = [{ brands: { status: 'BUILDING' } }]
    expect(standing({ status: 'READY', synonymMappingStatusDetail: detail }).isMoving).toBe(true)
  })
})
