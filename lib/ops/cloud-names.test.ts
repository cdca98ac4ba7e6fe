import { expect, test } from 'vitest'
import { bucketFields } from './export-bucket-shapes'
import { endpointFields } from './private-endpoint-shapes'

// Only what a cloud certainly refuses is refused here.

test.each(['contoso-data-42', 'example.com:contoso-data', '123456789012'])(
  'a Google Cloud project can be named by %s',
  (gcpProjectId) => {
    const { gcpProjectId: field } = endpointFields.GCP.shape
    expect(field.safeParse(gcpProjectId).success).toBe(true)
  },
)

test.each([
  ['https://contosobackups.blob.core.windows.net/exports', true],
  ['https://contosobackups.blob.core.usgovcloudapi.net', true],
  ['https://contosobackups.z01.blob.storage.azure.net/$root', true],
  ['http://contosobackups.blob.core.windows.net', false],
  ['https://contosobackups/exports', false],
])('the service URL %s is taken: %s', (url, isTaken) => {
  expect(bucketFields.AZURE.shape.serviceUrl.safeParse(url).success).toBe(isTaken)
})
