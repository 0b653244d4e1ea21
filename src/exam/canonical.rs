//! JSON in its one canonical form (RFC 8785), of borrowed text. Numbers are written as strings by those who call: none here is a float.

use std::borrow::Cow;

/// Bytes that are passed on at once: an exam may have megabytes, which need not be in memory a second time.
const CHUNK: usize = 16 * 1024;

/// Where canonical JSON goes.
struct Out<'f> {
    waiting: Vec<u8>,
    to: &'f mut dyn FnMut(&[u8]),
}

impl Out<'_> {
    fn put(&mut self, bytes: &[u8]) {
        self.waiting.extend_from_slice(bytes);
        if self.waiting.len() >= CHUNK {
            self.flush();
        }
    }

    fn flush(&mut self) {
        (self.to)(&self.waiting);
        self.waiting.clear();
    }
}

/// A JSON value.
pub(super) enum Json<'a> {
    /// A text.
    Text(Cow<'a, str>),
    /// True or false.
    Flag(bool),
    /// A list.
    List(Vec<Self>),
    /// Members in any order.
    Object(Members<'a>),
    /// Objects that are made when they are written, one at a time.
    Each(Box<dyn Iterator<Item = Members<'a>> + 'a>),
    /// The same with names, in the order of the names.
    Named(Box<dyn Iterator<Item = (&'a str, Members<'a>)> + 'a>),
}

/// Members of an object as they are collected: what equals its default is not put in.
#[derive(Default)]
pub(super) struct Members<'a>(Vec<(&'a str, Json<'a>)>);

impl<'a> Members<'a> {
    pub(super) fn put(&mut self, name: &'a str, value: impl Into<Json<'a>>) {
        self.0.push((name, value.into()));
    }

    pub(super) fn put_some(&mut self, name: &'a str, value: Option<impl Into<Json<'a>>>) {
        if let Some(value) = value {
            self.put(name, value);
        }
    }

    /// Puts a list in, unless it is empty.
    pub(super) fn put_list(&mut self, name: &'a str, values: impl IntoIterator<Item = impl Into<Json<'a>>>) {
        let values: Vec<Json<'a>> = values.into_iter().map(Into::into).collect();
        if !values.is_empty() {
            self.put(name, Json::List(values));
        }
    }

    /// Puts a list in, though it may be empty.
    pub(super) fn put_all(&mut self, name: &'a str, values: Vec<&'a str>) {
        self.put(name, Json::List(values.into_iter().map(Into::into).collect()));
    }

    /// Puts a long list of objects in, unless it is empty.
    pub(super) fn put_each(&mut self, name: &'a str, values: impl Iterator<Item = Self> + 'a) {
        let mut values = values.peekable();
        if values.peek().is_some() {
            self.put(name, Json::Each(Box::new(values)));
        }
    }

    /// Puts an object of many in, sorted by name; empty ones are left out, and all if there are only such.
    pub(super) fn put_named(&mut self, name: &'a str, values: impl Iterator<Item = (&'a str, Self)> + 'a) {
        let mut values = values.filter(|(_, members)| !members.0.is_empty()).peekable();
        if values.peek().is_some() {
            self.put(name, Json::Named(Box::new(values)));
        }
    }

    /// Puts an object in, unless it is empty.
    pub(super) fn put_object(&mut self, name: &'a str, members: Self) {
        if !members.0.is_empty() {
            self.put(name, Json::Object(members));
        }
    }

    /// Canonical JSON: members sorted, no white space, nothing escaped that need not be. All names are ASCII, so that the order of their
    /// bytes is that of UTF-16, which the RFC asks for.
    pub(super) fn write(mut self, to: &mut dyn FnMut(&[u8])) {
        let mut out = Out { waiting: Vec::with_capacity(2 * CHUNK), to };
        self.write_to(&mut out);
        out.flush();
    }

    fn write_to(&mut self, out: &mut Out<'_>) {
        self.0.sort_by_key(|(name, _)| *name);
        out.put(b"{");
        for (at, (name, value)) in self.0.iter_mut().enumerate() {
            if at > 0 {
                out.put(b",");
            }
            string(name, out);
            out.put(b":");
            value.write_to(out);
        }
        out.put(b"}");
    }
}

impl Json<'_> {
    fn write_to(&mut self, out: &mut Out<'_>) {
        match self {
            Self::Text(text) => string(text, out),
            Self::Flag(flag) => out.put(if *flag { b"true" } else { b"false" }),
            Self::List(values) => {
                out.put(b"[");
                for (at, value) in values.iter_mut().enumerate() {
                    if at > 0 {
                        out.put(b",");
                    }
                    value.write_to(out);
                }
                out.put(b"]");
            }
            Self::Object(members) => members.write_to(out),
            Self::Each(values) => {
                out.put(b"[");
                for (at, mut value) in values.enumerate() {
                    if at > 0 {
                        out.put(b",");
                    }
                    value.write_to(out);
                }
                out.put(b"]");
            }
            Self::Named(values) => {
                out.put(b"{");
                for (at, (name, mut value)) in values.enumerate() {
                    if at > 0 {
                        out.put(b",");
                    }
                    string(name, out);
                    out.put(b":");
                    value.write_to(out);
                }
                out.put(b"}");
            }
        }
    }
}

fn string(text: &str, out: &mut Out<'_>) {
    out.put(b"\"");
    let mut rest = text.as_bytes();
    while let Some(at) = rest.iter().position(|byte| *byte < b' ' || matches!(byte, b'"' | b'\\')) {
        let (plain, special) = rest.split_at(at);
        out.put(plain);
        let Some((byte, after)) = special.split_first() else { break };
        match byte {
            b'"' | b'\\' => out.put(&[b'\\', *byte]),
            b'\n' => out.put(b"\\n"),
            b'\t' => out.put(b"\\t"),
            b'\r' => out.put(b"\\r"),
            0x08 => out.put(b"\\b"),
            0x0C => out.put(b"\\f"),
            other => out.put(format!("\\u{other:04x}").as_bytes()),
        }
        rest = after;
    }
    out.put(rest);
    out.put(b"\"");
}

impl<'a> From<&'a str> for Json<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl<'a> From<&'a String> for Json<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Json<'_> {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

impl From<bool> for Json<'_> {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}

impl<'a> From<Members<'a>> for Json<'a> {
    fn from(members: Members<'a>) -> Self {
        Self::Object(members)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(members: Members<'_>) -> String {
        let mut out = Vec::new();
        members.write(&mut |bytes| out.extend_from_slice(bytes));
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn strings_are_escaped_as_serde_json_escapes_them() {
        let every: String =
            (0..0x250_u32).filter_map(char::from_u32).chain("日本 𝄞 \u{2028}".chars()).collect();
        let mut all = Members::default();
        all.put("a", every.as_str());
        assert_eq!(written(all), serde_json::json!({ "a": every }).to_string());
    }

    #[test]
    fn members_are_sorted_at_every_depth() {
        let mut inner = Members::default();
        inner.put("z", true);
        inner.put("a", "x");
        let mut all = Members::default();
        all.put_list("list", [inner]);
        all.put_object("nothing", Members::default());
        all.put("a-b", "1");
        all.put("a", "2");
        assert_eq!(written(all), r#"{"a":"2","a-b":"1","list":[{"a":"x","z":true}]}"#);
    }
}
