import { routes } from '@/lib/routes'

/** Downloads the program that checks exports and proofs without Gatehouse. */
export const VerifierLink = () => (
  <a
    href={routes.auditVerifier()}
    download
    className="inline-flex items-center gap-1.5 font-medium text-accent text-sm hover:underline"
  >
    <svg aria-hidden className="icon-[download] size-4 shrink-0" />
    Download audit-verify.mjs
  </a>
)
