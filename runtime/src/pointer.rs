//! JSON pointers (RFC 6901) into requests.

/// The maximum length of a pointer in a response, in bytes, because names in a request may have any length.
const MAX_POINTER: usize = 1024;

/// A member's name as a token of a pointer.
pub(crate) fn escape(member: &str) -> String {
    member.replace('~', "~0").replace('/', "~1")
}

/// The pointer made of these names, or its nearest ancestor that is not too long.
pub(crate) fn pointer<S: AsRef<str>>(names: &[S]) -> String {
    let mut pointer = String::new();
    for name in names {
        let token = escape(name.as_ref());
        if pointer.len() + 1 + token.len() > MAX_POINTER {
            break;
        }
        pointer.push('/');
        pointer.push_str(&token);
    }
    pointer
}

/// A pointer that is already made, or its nearest ancestor that is not too long.
pub(crate) fn shortened(mut pointer: String) -> String {
    while pointer.len() > MAX_POINTER {
        let end = pointer.rfind('/').unwrap_or_default();
        pointer.truncate(end);
    }
    pointer
}
