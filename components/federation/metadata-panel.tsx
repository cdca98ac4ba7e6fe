'use client'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { read } from '@/lib/client/use-op'
import { getMetadata } from '@/lib/ops/identity-providers'
import { Panel } from '../data/panel'
import { saveText } from '../data/save-file'
import { Button } from '../ui/button'
import { CodeBlock } from '../ui/code'
import { Card } from '../ui/page'

/** The SAML metadata of Atlas, loaded on demand. */
export function MetadataPanel({
  federationSettingsId,
  legacyId,
}: {
  federationSettingsId: string
  legacyId: string
}) {
  const [isAsked, setAsked] = useState(false)
  const query = useQuery({
    ...read(getMetadata, { federationSettingsId, identityProviderId: legacyId }),
    enabled: isAsked,
  })
  const xml = query.data?.misfit ? undefined : query.data?.data
  if (!isAsked)
    return (
      <Card className="flex flex-wrap items-center justify-between gap-3 p-4">
        <div>
          <h2 className="font-semibold text-base">SAML metadata</h2>
          <p className="mt-1 text-muted text-sm">
            The XML that configures Atlas in the identity provider.
          </p>
        </div>
        <Button onClick={() => setAsked(true)}>
          <svg aria-hidden className="icon-[file-code]" /> Show metadata
        </Button>
      </Card>
    )
  return (
    <Panel
      title="SAML metadata"
      query={query}
      skeletonRows={4}
      isEmpty="never"
      actions={
        xml && (
          <Button
            size="sm"
            onClick={() => saveText(`metadata-${legacyId}.xml`, 'application/xml', xml)}
          >
            <svg aria-hidden className="icon-[download]" /> Download XML
          </Button>
        )
      }
    >
      {(text) => <CodeBlock code={text} label="SAML metadata" className="m-4" />}
    </Panel>
  )
}
