//! `datapackage.json` of a delivery, whoever wrote it.
//!
//! Source: Data Package specification v1 (`specs.frictionlessdata.io/data-package`). What is not understood is left out.

use serde_json::Value;

/// What a data package says of its files.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Package {
    /// Its resources that are files inside.
    pub resources: Vec<PackageResource>,
}

/// One file of a data package.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct PackageResource {
    /// `name`.
    pub name: String,
    /// `title`.
    pub title: String,
    /// Its path, with forward slashes.
    pub path: String,
    /// `encoding`, as a source definition calls it.
    pub charset: Option<String>,
    /// `dialect.delimiter`.
    pub delimiter: Option<u8>,
    /// `dialect.header`.
    pub header: Option<bool>,
    /// Names of `schema.fields`.
    pub fields: Vec<String>,
    /// `hash`, where it is a SHA-256, in hex.
    pub sha256: Option<String>,
    /// `bytes`.
    pub bytes: Option<u64>,
}

impl Package {
    /// Reads it.
    ///
    /// # Errors
    /// It is no JSON, or no object.
    pub fn read(bytes: &[u8]) -> Result<Package, String> {
        let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        let value: Value =
            serde_json::from_slice(bytes).map_err(|error| format!("JSON, line {}", error.line()))?;
        if !value.is_object() {
            return Err("JSON".to_owned());
        }
        let resources = value["resources"].as_array().map(Vec::as_slice).unwrap_or_default();
        Ok(Package { resources: resources.iter().flat_map(read_resource).collect() })
    }

    /// What it says of the file at `path`.
    pub fn of(&self, path: &str) -> Option<&PackageResource> {
        self.resources.iter().find(|resource| resource.path == path)
    }
}

fn read_resource(value: &Value) -> Vec<PackageResource> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    // A resource may be in several parts.
    let paths: Vec<&str> = match &value["path"] {
        Value::String(path) => vec![path],
        Value::Array(paths) => paths.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    let one = |path: &&str| PackageResource {
        name: text(&value["name"]),
        title: text(&value["title"]),
        path: path.trim_start_matches("./").to_owned(),
        charset: value["encoding"].as_str().and_then(charset),
        delimiter: value["dialect"]["delimiter"].as_str().and_then(|d| d.bytes().next()).filter(u8::is_ascii),
        header: value["dialect"]["header"].as_bool(),
        fields: value["schema"]["fields"]
            .as_array()
            .map(|fields| fields.iter().map(|field| text(&field["name"])).collect())
            .unwrap_or_default(),
        sha256: value["hash"].as_str().and_then(sha256),
        bytes: value["bytes"].as_u64(),
    };
    let whole = paths.len() == 1;
    let inside = |path: &&&str| !path.contains("://") && !path.starts_with('/') && !path.contains("..");
    let mut found: Vec<PackageResource> = paths.iter().filter(inside).map(one).collect();
    if !whole {
        // Digest and size are those of all parts together.
        found.iter_mut().for_each(|resource| (resource.sha256, resource.bytes) = (None, None));
    }
    found
}

/// `sha256:…`; a bare hash is an MD5 by the specification, and says nothing here.
fn sha256(hash: &str) -> Option<String> {
    let hex = hash.strip_prefix("sha256:")?;
    (hex.len() == 64 && hex.bytes().all(|byte| byte.is_ascii_hexdigit())).then(|| hex.to_lowercase())
}

fn charset(encoding: &str) -> Option<String> {
    let name = encoding.to_lowercase().replace('_', "-");
    Some(match name.as_str() {
        "utf-8" | "utf8" | "utf-8-sig" => "utf-8".to_owned(),
        "cp932" | "ms932" | "windows-31j" | "shift-jis" | "sjis" | "shiftjis" => "cp932".to_owned(),
        "euc-jp" | "eucjp" => "euc-jp".to_owned(),
        "utf-16" | "utf-16le" | "utf-16be" => name,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_package_says_of_a_file_is_read() {
        let text = r#"{"resources":[{"name":"a","path":"d/a.csv","encoding":"Shift_JIS","dialect":{"delimiter":"\t",
            "header":false},"schema":{"fields":[{"name":"x"},{"name":"y"}]},"hash":"0123"},{"path":"https://x/y.csv"}]}"#;
        let package = Package::read(text.as_bytes()).unwrap();
        let resource = package.of("d/a.csv").unwrap();
        assert_eq!((resource.charset.as_deref(), resource.delimiter), (Some("cp932"), Some(b'\t')));
        assert_eq!((resource.header, resource.fields.len(), &resource.sha256), (Some(false), 2, &None));
        assert_eq!(package.resources.len(), 1);
        assert!(Package::read(b"[").is_err() && Package::read(b"[]").is_err());
    }
}
