import { z } from 'zod'
import { restoreJob } from '@/lib/ops/backup-shapes'

export type DownloadLink = { url: string; what: string }

/** A job of any kind: flex jobs have one link. */
const anyJob = restoreJob.extend({ snapshotUrl: z.string().nullish() })

/** Every link of a job once, with what it downloads: a part or the whole, also through private endpoints. */
export function linksOf(answer: unknown): DownloadLink[] {
  const job = anyJob.safeParse(answer).data
  const links: DownloadLink[] = []
  const add = (url: string | null | undefined, what: string) => {
    if (url && !links.some((link) => link.url === url)) links.push({ url, what })
  }
  for (const part of job?.components ?? []) {
    const name = part.replicaSetName ?? 'a part'
    add(part.downloadUrl, name)
    for (const one of part.privateDownloadDeliveryUrls ?? [])
      add(one.deliveryUrl, `${name}, through ${one.endpointId ?? 'a private endpoint'}`)
  }
  const whole = [...(job?.deliveryUrl ?? []), job?.snapshotUrl].filter(Boolean)
  whole.forEach((url, i) => {
    add(url, whole.length > 1 ? `file ${i + 1}` : 'the snapshot')
  })
  for (const one of job?.privateDownloadDeliveryUrls ?? [])
    add(one.deliveryUrl, `through ${one.endpointId ?? 'a private endpoint'}`)
  return links
}
