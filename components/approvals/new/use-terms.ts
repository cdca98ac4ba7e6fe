'use client'
import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useWatch } from 'react-hook-form'
import { read } from '@/lib/client/use-op'
import { requestTerms } from '@/lib/ops/requests'
import { clusterName as clusterNameShape, projectId } from '@/lib/ops/shapes'

export type Where = { groupId?: string | undefined; clusterName?: string | undefined }

/** What policy asks of a request for a cluster, or for a whole input; nothing is asked before the place is known. */
export function useTerms(op: string, about: Where | { input: Record<string, unknown> }) {
  const isWhole = 'input' in about
  const isKnown =
    isWhole ||
    (projectId.safeParse(about.groupId).success &&
      clusterNameShape.safeParse(about.clusterName).success)
  const where = isWhole ? about : { groupId: about.groupId, clusterName: about.clusterName }
  return useQuery({
    ...read(requestTerms, { op, ...where }),
    enabled: isKnown,
    staleTime: 10_000,
  })
}

/** Tells the form's owner which cluster stands in it: what is checked depends on it. */
export function TellWhere({ onChange }: { onChange: (where: Where) => void }) {
  const [groupId, clusterName] = useWatch({ name: ['input.groupId', 'input.clusterName'] })
  useEffect(() => onChange({ groupId, clusterName }), [onChange, groupId, clusterName])
  return null
}
