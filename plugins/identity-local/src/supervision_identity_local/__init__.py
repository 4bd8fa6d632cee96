"""本地账号：口令与服务密钥。Local users of an office: passwords and keys of services.

The office enables it as `identity-local` and switches the source `local` on with
`[access.identities.local]`. Importing this package loads nothing.
"""
