import { describe, expect, test } from 'vitest'
import { searchIndex } from './search-shapes'
import { standingOf } from './search-status'

type Part = {
  status?: string
  version?: number
  queryable?: boolean
  message?: string
  more?: object
}
const part = ({ status, version, queryable, message, more }: Part) => ({
  ...(status ? { status } : {}),
  ...(version === undefined ? {} : { definitionVersion: { version } }),
  queryable: queryable ?? (status === 'READY' || status === 'STALE'),
  ...(message ? { message } : {}),
  ...more,
})
const host = (main: Part, staged?: Part, hostname = 'h') => ({
  hostname,
  status: main.status,
  mainIndex: part(main),
  ...(staged ? { stagedIndex: part(staged) } : {}),
})
const standing = (index: object) => standingOf(searchIndex.parse(index))
const said = (index: object) => {
  const { phase, says, isMoving } = standing(index)
  return { phase, says, isMoving }
}

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
    expect(standing({ status }).says).not.toMatch(/undefined|null|NaN/)
  })

  test('right after its creation an index waits, calmly', () => {
    expect(
      said({ status: 'PENDING', queryable: false, latestDefinitionVersion: { version: 0 } }),
    ).toEqual({
      phase: 'PENDING',
      says: 'Version 0 waits to be built. Atlas names no hosts yet.',
      isMoving: true,
    })
  })

  test('one that answers queries while it is built says so', () => {
    expect(said({ status: 'BUILDING', queryable: true }).says).toBe(
      'Answers queries while the definition builds.',
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
  ])('nothing said is nothing known: %j', (index) => {
    expect(said(index)).toEqual({
      phase: undefined,
      says: 'Atlas says nothing of its state.',
      isMoving: false,
    })
  })

  test('a word that nobody knows is shown as it came', () => {
    expect(said({ status: 'THAWING' }).says).toBe(
      'Atlas says “THAWING”, which this console does not know.',
    )
  })
})

describe('a rebuild', () => {
  const old = { status: 'READY', version: 3 }
  const next = { status: 'BUILDING', version: 4 }

  test('serves the old version while the new one builds', () => {
    expect(
      said({
        status: 'BUILDING',
        queryable: true,
        latestDefinitionVersion: { version: 4 },
        statusDetail: [host(old, next), host(old, next), host(old)],
      }),
    ).toEqual({
      phase: 'REBUILDING',
      says: 'Serves version 3 while version 4 builds on 2 of 3 hosts.',
      isMoving: true,
    })
  })

  test('says which hosts are through', () => {
    const { says, served } = standing({
      status: 'BUILDING',
      statusDetail: [host({ ...old, version: 4 }), host(old, next), host(old, next)],
    })
    expect(says).toBe(
      'Serves version 3 while version 4 builds on 2 of 3 hosts. On 1 of 3 hosts version 4 serves already.',
    )
    expect(served).toBe(3)
  })

  test('is seen although Atlas calls the whole READY', () => {
    expect(said({ status: 'READY', statusDetail: [host(old, next)] })).toEqual({
      phase: 'REBUILDING',
      says: 'Serves version 3 while version 4 builds on its host.',
      isMoving: true,
    })
  })

  test('is awaited right after the change, when no staged index is there yet', () => {
    expect(
      said({
        status: 'PENDING',
        queryable: true,
        latestDefinitionVersion: { version: 4 },
        statusDetail: [host(old), host(old), host(old)],
      }),
    ).toEqual({
      phase: 'REBUILDING',
      says: 'Serves version 3; version 4 waits to be built.',
      isMoving: true,
    })
  })

  test('is about to end when the new version is built', () => {
    expect(
      said({ status: 'BUILDING', statusDetail: [host(old, { status: 'READY', version: 4 })] }).says,
    ).toBe('Serves version 3; version 4 is built on its host and takes its place.')
  })

  test('whose staged version is in a status that nobody knows is not called built', () => {
    const staged = { status: 'THAWING', version: 2 }
    const index = { status: 'READY', statusDetail: [host({ status: 'READY', version: 1 }, staged)] }
    expect(said(index).says).toBe(
      'Serves version 1; version 2 is staged on its host, and Atlas calls it “THAWING”.',
    )
  })

  test('of a stale index says that answers are old', () => {
    expect(
      said({ status: 'STALE', statusDetail: [host({ status: 'STALE', version: 3 }, next)] }),
    ).toMatchObject({
      phase: 'REBUILDING',
      says: 'Serves version 3 while version 4 builds on its host. It is stale: answers miss recent changes.',
    })
  })

  test('that failed is a failed change, never a build: the old version still answers', () => {
    const broken = { status: 'FAILED', version: 4, message: 'No such analyzer.' }
    for (const status of ['FAILED', 'BUILDING', 'PENDING', 'READY'])
      expect(
        said({
          status,
          queryable: true,
          statusDetail: [host(old, broken), host(old, broken), host(old, broken)],
        }),
      ).toEqual({
        phase: 'CHANGE_FAILED',
        says: 'Version 4 could not be built on all 3 hosts. Queries are still answered from version 3.',
        isMoving: false,
      })
  })

  test('that failed with nothing to fall back on is a failure', () => {
    expect(
      said({
        status: 'FAILED',
        statusDetail: [host({ status: 'PENDING', version: 0 }, { status: 'FAILED', version: 1 })],
      }),
    ).toMatchObject({
      phase: 'FAILED',
      isMoving: false,
      says: 'Version 1 could not be built on its host, and nothing answers queries.',
    })
  })
})

describe('a failed index whose definition was mended', () => {
  const broken = { status: 'FAILED', version: 1, message: 'No such analyzer.' }
  const latestDefinitionVersion = { version: 2 }
  const is = (more: object) =>
    said({ status: 'FAILED', queryable: false, latestDefinitionVersion, ...more })

  test('is being built once a host has begun', () => {
    expect(is({ statusDetail: [host(broken, { status: 'BUILDING', version: 2 })] })).toEqual({
      phase: 'BUILDING',
      says: 'Builds version 2 on its host. Nothing answers queries until it is done.',
      isMoving: true,
    })
  })

  test('is watched until then, and its failure is the one of the old version', () => {
    const statusDetail = [host(broken)]
    expect(is({ statusDetail })).toEqual({
      phase: 'FAILED',
      says: 'The build of version 1 failed on its host: it does not answer queries.',
      isMoving: true,
    })
    expect(is({ statusDetail, status: 'PENDING' })).toMatchObject({
      phase: 'PENDING',
      says: 'Version 2 waits to be built.',
      isMoving: true,
    })
  })
})

describe('hosts that disagree', () => {
  const ready = { status: 'READY', version: 2 }
  test('a first build counts the hosts that are through', () => {
    const building = { status: 'BUILDING', version: 2 }
    expect(
      said({ status: 'BUILDING', statusDetail: [host(ready), host(building), host(building)] }),
    ).toEqual({
      phase: 'BUILDING',
      says: 'Builds version 2 on 2 of 3 hosts. It is ready on 1 of 3 hosts.',
      isMoving: true,
    })
  })

  test('one host that failed is shown although the whole is READY', () => {
    const { messages, ...is } = standing({
      status: 'READY',
      statusDetail: [
        host(ready),
        host(ready),
        host({ status: 'FAILED', version: 2, message: 'Disk is full.' }, undefined, 'c.example'),
      ],
    })
    expect(is).toMatchObject({
      phase: 'PARTLY_FAILED',
      says: 'Failed on 1 of 3 hosts. Queries that reach that host may fail.',
      isMoving: false,
    })
    expect(messages).toEqual([
      { about: 'Version 2 on 1 of 3 hosts: c.example', text: 'Disk is full.', isFailure: true },
    ])
  })

  test('one failed while another builds is no mere build', () => {
    expect(
      said({
        status: 'BUILDING',
        statusDetail: [host({ status: 'FAILED' }), host({ status: 'BUILDING' })],
      }),
    ).toEqual({
      phase: 'PARTLY_FAILED',
      says: 'Failed on 1 of 2 hosts, still builds on 1 of 2 hosts. Queries that reach that host may fail.',
      isMoving: true,
    })
  })

  test('one stale host makes the index stale there', () => {
    expect(
      said({
        status: 'READY',
        queryable: true,
        statusDetail: [host(ready), host({ status: 'STALE', version: 2 })],
      }),
    ).toMatchObject({ phase: 'STALE', says: expect.stringContaining('on 1 of 2 hosts') })
  })

  test('different versions are named', () => {
    expect(
      said({
        status: 'READY',
        statusDetail: [host(ready), host(ready), host({ status: 'READY', version: 3 })],
      }).says,
    ).toBe('Version 2 on 2 of 3 hosts and version 3 on 1 of 3 hosts serve queries.')
  })

  test('a status that Atlas left out is taken from the hosts', () => {
    expect(said({ statusDetail: [host(ready), host(ready)] })).toEqual({
      phase: 'READY',
      says: 'Serves version 2 on all 2 hosts.',
      isMoving: false,
    })
    expect(said({ statusDetail: [host({ status: 'DOES_NOT_EXIST' })] }).phase).toBe(
      'DOES_NOT_EXIST',
    )
  })

  test('odd hosts cost nothing but themselves', () => {
    expect(
      standing({
        status: 'READY',
        statusDetail: [null, 7, { hostname: 3, mainIndex: 'x' }, host(ready)],
      }),
    ).toMatchObject({
      phase: 'READY',
      says: 'Serves version 2 on 1 of 4 hosts; the others do not answer queries.',
      hosts: [{ name: 'host 1' }, { name: 'host 2' }, { name: 'host 3' }, { name: 'h' }],
    })
  })
})

describe('what is over', () => {
  test('deleting and gone come before whatever hosts still say', () => {
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

  test('a failed build says so with its message once, whatever the number of hosts', () => {
    const broken = { status: 'FAILED', version: 2, message: 'No such analyzer.' }
    const { messages, ...is } = standing({
      status: 'FAILED',
      queryable: false,
      latestDefinitionVersion: { version: 2 },
      statusDetail: [host(broken), host(broken), host(broken)],
    })
    expect(is).toMatchObject({ phase: 'FAILED', isMoving: false })
    expect(is.says).toBe(
      'The build of version 2 failed on all 3 hosts: it does not answer queries.',
    )
    expect(is.advice).toMatch(/not tried again by itself/)
    expect(messages).toEqual([
      { about: 'Version 2 on all 3 hosts', text: 'No such analyzer.', isFailure: true },
    ])
  })
})

describe('queries', () => {
  test('whether they are answered is said apart from the status', () => {
    expect(standing({ status: 'READY', queryable: false })).toMatchObject({
      phase: 'READY',
      queryable: false,
      says: 'Atlas calls it ready and says that it does not answer queries.',
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
  test('each mapping shows its worst status over hosts, and why it failed', () => {
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

  test('that are being built keep the page awake', () => {
    const detail = [{ brands: { status: 'BUILDING' } }]
    expect(standing({ status: 'READY', synonymMappingStatusDetail: detail }).isMoving).toBe(true)
  })
})
