import { describe, expect, test } from 'vitest'
import { host, said, standing } from './testing/search-status'

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
      sentence: 'Serving version 3 while version 4 builds on 2 of 3 hosts.',
      isMoving: true,
    })
  })

  test('names the hosts that have finished', () => {
    const { sentence, served } = standing({
      status: 'BUILDING',
      statusDetail: [host({ ...old, version: 4 }), host(old, next), host(old, next)],
    })
    expect(sentence).toBe(
      'Serving version 3 while version 4 builds on 2 of 3 hosts. On 1 of 3 hosts version 4 is already serving.',
    )
    expect(served).toBe(3)
  })

  test('shows although Atlas reports READY for the index', () => {
    expect(said({ status: 'READY', statusDetail: [host(old, next)] })).toEqual({
      phase: 'REBUILDING',
      sentence: 'Serving version 3 while version 4 builds on its host.',
      isMoving: true,
    })
  })

  test('is expected right after the change, before there is a staged index', () => {
    expect(
      said({
        status: 'PENDING',
        queryable: true,
        latestDefinitionVersion: { version: 4 },
        statusDetail: [host(old), host(old), host(old)],
      }),
    ).toEqual({
      phase: 'REBUILDING',
      sentence: 'Serving version 3; version 4 is queued to build.',
      isMoving: true,
    })
  })

  test('is about to end once the new version is built', () => {
    expect(
      said({ status: 'BUILDING', statusDetail: [host(old, { status: 'READY', version: 4 })] })
        .sentence,
    ).toBe('Serving version 3; version 4 is built on its host and about to take over.')
  })

  test('with an unknown status of the staged version does not count as built', () => {
    const staged = { status: 'THAWING', version: 2 }
    const index = { status: 'READY', statusDetail: [host({ status: 'READY', version: 1 }, staged)] }
    expect(said(index).sentence).toBe(
      'Serving version 1; version 2 is staged on its host. Its status is “THAWING”.',
    )
  })

  test('of a stale index says that results are old', () => {
    expect(
      said({ status: 'STALE', statusDetail: [host({ status: 'STALE', version: 3 }, next)] }),
    ).toMatchObject({
      phase: 'REBUILDING',
      sentence:
        'Serving version 3 while version 4 builds on its host. It is stale: results miss recent changes.',
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
        sentence: 'Version 4 failed to build on all 3 hosts. Queries still use version 3.',
        isMoving: false,
      })
  })

  test('that failed with nothing to fall back on is a failed index', () => {
    expect(
      said({
        status: 'FAILED',
        statusDetail: [host({ status: 'PENDING', version: 0 }, { status: 'FAILED', version: 1 })],
      }),
    ).toMatchObject({
      phase: 'FAILED',
      isMoving: false,
      sentence: 'Version 1 failed to build on its host, and the index does not answer queries.',
    })
  })
})

describe('a failed index whose definition was fixed', () => {
  const broken = { status: 'FAILED', version: 1, message: 'No such analyzer.' }
  const latestDefinitionVersion = { version: 2 }
  const is = (more: object) =>
    said({ status: 'FAILED', queryable: false, latestDefinitionVersion, ...more })

  test('is building once a host has started', () => {
    expect(is({ statusDetail: [host(broken, { status: 'BUILDING', version: 2 })] })).toEqual({
      phase: 'BUILDING',
      sentence: 'Building version 2 on its host. Queries fail until it is done.',
      isMoving: true,
    })
  })

  test('is watched until then, and shows the failure of the old version', () => {
    const statusDetail = [host(broken)]
    expect(is({ statusDetail })).toEqual({
      phase: 'FAILED',
      sentence: 'The build of version 1 failed on its host. It does not answer queries.',
      isMoving: true,
    })
    expect(is({ statusDetail, status: 'PENDING' })).toMatchObject({
      phase: 'PENDING',
      sentence: 'Version 2 is queued to build.',
      isMoving: true,
    })
  })
})

describe('hosts that disagree', () => {
  const ready = { status: 'READY', version: 2 }
  test('a first build counts the finished hosts', () => {
    const building = { status: 'BUILDING', version: 2 }
    expect(
      said({ status: 'BUILDING', statusDetail: [host(ready), host(building), host(building)] }),
    ).toEqual({
      phase: 'BUILDING',
      sentence: 'Building version 2 on 2 of 3 hosts. It is ready on 1 of 3 hosts.',
      isMoving: true,
    })
  })

  test('a failed host shows although the index is READY', () => {
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
      sentence: 'Failed on 1 of 3 hosts. Queries that reach that host may fail.',
      isMoving: false,
    })
    expect(messages).toEqual([
      { about: 'Version 2 on 1 of 3 hosts: c.example', text: 'Disk is full.', isFailure: true },
    ])
  })

  test('one failed host and one that builds is a partial failure', () => {
    expect(
      said({
        status: 'BUILDING',
        statusDetail: [host({ status: 'FAILED' }), host({ status: 'BUILDING' })],
      }),
    ).toEqual({
      phase: 'PARTLY_FAILED',
      sentence:
        'Failed on 1 of 2 hosts, still building on 1 of 2 hosts. Queries that reach that host may fail.',
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
    ).toMatchObject({ phase: 'STALE', sentence: expect.stringContaining('on 1 of 2 hosts') })
  })

  test('different versions are named', () => {
    expect(
      said({
        status: 'READY',
        statusDetail: [host(ready), host(ready), host({ status: 'READY', version: 3 })],
      }).sentence,
    ).toBe('Version 2 on 2 of 3 hosts and version 3 on 1 of 3 hosts serve queries.')
  })

  test('a missing status is taken from the hosts', () => {
    expect(said({ statusDetail: [host(ready), host(ready)] })).toEqual({
      phase: 'READY',
      sentence: 'Serving version 2 on all 2 hosts.',
      isMoving: false,
    })
    expect(said({ statusDetail: [host({ status: 'DOES_NOT_EXIST' })] }).phase).toBe(
      'DOES_NOT_EXIST',
    )
  })

  test('odd hosts do not affect the others', () => {
    expect(
      standing({
        status: 'READY',
        statusDetail: [null, 7, { hostname: 3, mainIndex: 'x' }, host(ready)],
      }),
    ).toMatchObject({
      phase: 'READY',
      sentence: 'Serving version 2 on 1 of 4 hosts; the other hosts do not answer queries.',
      hosts: [{ name: 'host 1' }, { name: 'host 2' }, { name: 'host 3' }, { name: 'h' }],
    })
  })
})
