import { expect, test } from 'vitest'
import { pasted, unquoted, withoutPassword } from './pasted-id'

const id = '62384d9b88f12e6bc977eb45'
const other = '622f06e0f21affc0c09d52e1'
const ui = 'https://cloud.mongodb.com'

test.each<[typed: string, is: string | undefined, ids: string[]]>([
  [id, 'an Atlas ID', [id]],
  [` ${id.toUpperCase()} \n`, 'an Atlas ID', [id]],
  [`ObjectId("${id}")`, 'an Atlas ID', [id]],
  [`"${id}",`, 'an Atlas ID', [id]],
  [`“${id}” `, 'an Atlas ID', [id]],
  [`\u200b${id}\u00a0`, 'an Atlas ID', [id]],
  [`{"$oid": "${id}"}`, 'an Atlas ID', [id]],
  [`groupId: "${id}",`, 'an Atlas ID', [id]],
  [`Project ID = ${id}.`, 'an Atlas ID', [id]],
  [`projects/${id.toUpperCase()}`, 'a URL', [id]],
  [`/api/atlas/v2/groups/${id}`, 'a URL', [id]],
  [`cloud.mongodb.com/v2/${id}#/clusters`, 'a URL', [id]],
  [`https:/cloud.mongodb.com/v2/${id}`, 'a URL', [id]],
  [`mdb_sa_id_${id}`, 'a client ID', [`mdb_sa_id_${id}`]],
  ['01k8z5v0qkq6m8x2t9b3c4d5e6', 'a Gatehouse ID', ['01k8z5v0qkq6m8x2t9b3c4d5e6']],
  ['1234', 'a number', ['1234']],
  ['#1234', 'a number', ['#1234']],
  [
    '0c5b2f3e-6d7a-4b8c-9e0f-112233445566',
    'a request ID',
    ['0c5b2f3e-6d7a-4b8c-9e0f-112233445566'],
  ],
  ['cluster0.abcde.mongodb.net', 'a host name', ['cluster0.abcde.mongodb.net']],
  [
    'c0-shard-00-01.abcde.mongodb.net:27017',
    'a host name',
    ['c0-shard-00-01.abcde.mongodb.net:27017', 'c0-shard-00-01.abcde.mongodb.net'],
  ],
  [
    'mongodb+srv://app:s3cret@cluster0.abcde.mongodb.net/db?retryWrites=true',
    'a connection string',
    ['cluster0.abcde.mongodb.net'],
  ],
  ['vpce-0a1b2c3d4e5f60718', 'an endpoint ID', ['vpce-0a1b2c3d4e5f60718']],
  [`${ui}/v2/${id}#/clusters/detail/main`, 'a URL', [id]],
  [`${ui}/v2#/org/${other}/projects`, 'a URL', [other]],
  [`${ui}/api/atlas/v2/groups/${id}/clusters/main/backup/snapshots/${other}`, 'a URL', [other]],
  ['main', undefined, []],
  ['films/movies', undefined, []],
  ['status: 500', undefined, []],
  ['prod payments', undefined, []],
  ['v7.0.2', undefined, []],
  ['', undefined, []],
  [`${id}0`, undefined, []],
  [`mdb_sa_sk_${id}`, undefined, []],
  ['listGroupClusters', undefined, []],
  ['http://', undefined, []],
])('%j is %s', (typed, is, ids) => {
  expect(pasted(typed)?.is).toBe(is)
  expect(pasted(typed)?.ids ?? []).toEqual(ids)
})

test.each([
  ['#/clusters/detail/main', { groupId: id, clusterName: 'main' }, undefined],
  ['#/clusters/atlasSearch/main', { groupId: id, clusterName: 'main' }, 'search'],
  ['#/security/network/accessList', { groupId: id }, 'accessList'],
  ['#/clusters', { groupId: id }, 'clusters'],
  ['#/overview', { groupId: id }, undefined],
])('a URL of the UI of Atlas names its place and page: %s', (hash, place, page) => {
  expect(pasted(`${ui}/v2/${id}${hash}`)).toMatchObject({ place, ...(page ? { page } : {}) })
})

test('the password of a connection string is never sent', () => {
  expect(withoutPassword('mongodb+srv://app:p@ss@c.abcde.mongodb.net/?x=1')).toBe(
    'mongodb+srv://c.abcde.mongodb.net/?x=1',
  )
})

test.each([
  ['"orders-eu"', 'orders-eu'],
  ['`orders-eu` ', 'orders-eu'],
  ['“orders eu”', 'orders eu'],
  ['it’s', 'it’s'],
  ['"', '"'],
  ['orders-eu ', 'orders-eu '],
])('quotes around %j are left out', (text, inside) => {
  expect(unquoted(text)).toBe(inside)
})
