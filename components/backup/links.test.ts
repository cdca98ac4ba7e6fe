import { expect, test } from 'vitest'
import { linksOf } from './links'

test('a link that Atlas sends twice is shown once, under the part it fetches', () => {
  expect(
    linksOf({
      id: 'x',
      deliveryUrl: ['https://a', 'https://b', null],
      components: [
        { replicaSetName: 'shard-0', downloadUrl: 'https://a' },
        { downloadUrl: 'https://b' },
      ],
      privateDownloadDeliveryUrls: [{ endpointId: 'vpce-1', deliveryUrl: 'https://p' }],
    }),
  ).toEqual([
    { url: 'https://a', what: 'shard-0' },
    { url: 'https://b', what: 'a part' },
    { url: 'https://p', what: 'through vpce-1' },
  ])
  expect(linksOf({ id: 'x', snapshotUrl: 'https://f' })).toEqual([
    { url: 'https://f', what: 'the snapshot' },
  ])
  expect(linksOf({ id: 'x', deliveryUrl: null, components: null })).toEqual([])
})
