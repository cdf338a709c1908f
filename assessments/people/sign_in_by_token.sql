-- Who a device token belongs to, in one statement: token, person, device, and what a higher layer adds.
SELECT token.expiry, person.id, person.code, person.email, person.full_name, person.is_active, person.digits,
    device.id, device.revoked_at, device.last_sync_at, {also}
FROM knox_authtoken token
JOIN assessments_user person ON person.id = token.user_id
LEFT JOIN assessments_device device ON device.token_digest = token.digest
WHERE token.digest = %(digest)s
