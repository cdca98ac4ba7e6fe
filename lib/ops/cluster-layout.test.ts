import { expect, test } from 'vitest'
import { layoutInWords, layoutOf, sizeInWords } from './cluster-layout'

const region = (
  providerName: string,
  regionName: string,
  instanceSize: string,
  more: Record<string, unknown> = {},
) => ({ providerName, regionName, electableSpecs: { instanceSize, nodeCount: 3 }, ...more })
const clusterOf = (...specs: unknown[][]) => ({
  replicationSpecs: specs.map((regionConfigs) => ({ regionConfigs })),
})

test.each([
  [
    'two clouds',
    clusterOf([region('AWS', 'EU_WEST_1', 'M10'), region('AZURE', 'US_EAST_2', 'M10')]),
    'M10 · AWS EU_WEST_1 · AZURE US_EAST_2',
  ],
  [
    'zones of different size',
    clusterOf([region('AWS', 'EU_WEST_1', 'M10')], [region('AWS', 'US_EAST_1', 'M20')]),
    'M10 and M20 · AWS EU_WEST_1 · AWS US_EAST_1',
  ],
  [
    'shards in one region',
    clusterOf([region('GCP', 'EUROPE_WEST_4', 'M30')], [region('GCP', 'EUROPE_WEST_4', 'M30')]),
    'M30 · GCP EUROPE_WEST_4',
  ],
  [
    'an M0, whose cloud is the one behind it',
    clusterOf([
      {
        providerName: 'TENANT',
        backingProviderName: 'AWS',
        regionName: 'US_EAST_1',
        electableSpecs: { instanceSize: 'M0' },
      },
    ]),
    'M0 · AWS US_EAST_1',
  ],
  [
    'odd parts, which cost the others nothing',
    {
      replicationSpecs: [
        null,
        { regionConfigs: 'none' },
        { regionConfigs: [null, { regionName: 7 }, region('AWS', 'EU_WEST_1', 'M10')] },
      ],
    },
    'M10 · AWS EU_WEST_1',
  ],
  ['nothing', undefined, ''],
  ['another shape', { replicationSpecs: {} }, ''],
])('%s', (_, cluster, words) => {
  expect(layoutInWords(layoutOf(cluster))).toBe(words)
})

test('nodes are counted over all regions and kinds', () => {
  const many = clusterOf(
    [region('AWS', 'EU_WEST_1', 'M10', { analyticsSpecs: { instanceSize: 'M30', nodeCount: 1 } })],
    [region('AWS', 'US_EAST_1', 'M20', { readOnlySpecs: { instanceSize: 'M20', nodeCount: 2 } })],
  )
  expect(layoutOf(many).nodes).toBe(9)
  expect(sizeInWords(layoutOf(many))).toBe('M10 and M20')
  expect(layoutInWords(layoutOf(many), 1)).toBe('M10 and M20 · AWS EU_WEST_1 · 1 more region')
})
