import {
  Archive,
  Database,
  Fingerprint,
  type LucideIcon,
  Radio,
  Search,
  ShieldCheck,
  Table2,
} from 'lucide-react'

const icons: Record<string, LucideIcon> = {
  Clusters: Database,
  'Access list': ShieldCheck,
  Streams: Radio,
  Overview: Database,
  Backup: Archive,
  Search,
  Federation: Fingerprint,
}

/** The icon of a page, with a default. */
export const iconOf = (label: string): LucideIcon => icons[label] ?? Table2
