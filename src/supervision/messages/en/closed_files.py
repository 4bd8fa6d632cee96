"""Closed files, access requests, informers (密卷): sentences in English, by code."""

__all__ = ["TEXTS"]

TEXTS: dict[str, str] = {
    "access.mark_too_high": "The mark '{found}' is above '{highest}', the highest this installation may hold. Keep the matter in a system approved for it, and enter nothing here.",
    "access.only_reads": "The grant for this closed file lets its records be read and nothing be done. Ask a custodian for one to work.",
    "closed_file.same_person": "{officer} cannot do '{step}' alone: another person must approve. Ask somebody else.",
    "closed_file.not_keeper": "{officer} is neither custodian nor approver of this closed file and cannot do '{step}'. Ask a custodian.",
    "closed_file.not_custodian": "{officer} is no custodian of this closed file and cannot hand it over. Ask a custodian.",
    "closed_file.ended": "This closed file is not open any more ({state}), so nothing can be added. Open another one.",
    "closed_file.own_grant": "{officer} can neither propose nor decide a grant for himself. Ask another keeper.",
    "closed_file.granted": "{officer} has a grant, or one waits to be decided. End it first to change it.",
    "closed_file.grant_range": "The grant would end on {end}, before it begins on {begin}. Check the days.",
    "closed_file.no_grant": "There is no grant {number} this can be done to. See their states with supervision file show.",
    "closed_file.custody": "{officer} is custodian or approver of this closed file already. Hand it over to somebody else.",
    "closed_file.not_admitted": "{officer} has no grant for the whole file and cannot take it over. Grant it first.",
    "closed_file.identity": "A file that keeps an informer's identity is not released. Use the code name in the file of the matter.",
    "access_request.own": "{officer} cannot decide on a request of his own. Ask another who decides.",
    "access_request.decided": "This request is decided ({state}). Ask again where there are new reasons.",
    "access_request.no_grant": "No approved grant answers the request {id}. First have two persons grant it in the file concerned, naming this request.",
    "informer.not_here": "An informer is registered only in a closed file whose purpose is an identity. Name that file with --in-file.",
    "work.outside_file": "In the closed file {file} only its own records are written, and {id} is none. Do it without --in-file, or in the file it lies in.",
    "work.released": "{id} lies in the released file {file}. Do it with --in-file {file}; its journal goes on in that file.",
    "work.only_open": "{kind} lies in no closed file. Do it without --in-file.",
    "work.only_closed": "{kind} lies in closed files only. Name one with --in-file.",
    "journal.other_chain": "The entries of the record {id} lie in two chains. The journal may have been changed: verify it now and report.",
    "verify.closed": "The closed files' chains or records are damaged. Let each custodian verify his file with --in-file.",
    "notify.closed.title": "{office}: a matter waits for you",
    "notify.closed.text": "There is news in a matter you may know of. Please look into the system.",
}
