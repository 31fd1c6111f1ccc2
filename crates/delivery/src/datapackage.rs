//! `datapackage.json`: `data/` described for other tools, as a Frictionless Data Package.
//!
//! Source: Data Package specification v1 (`specs.frictionlessdata.io/data-package`).

use serde_json::{Value, json};
use utsushi_layout::{FileLayout, ItemType};
use utsushi_text::OutputEncoding;

/// One CSV of `data/`.
#[derive(Debug)]
pub struct Resource<'a> {
    /// Its layout.
    pub layout: &'a FileLayout,
    /// Path in the run's folder.
    pub path: &'a str,
    /// Size in bytes.
    pub bytes: u64,
    /// SHA-256 in hex.
    pub sha256: &'a str,
}

/// The description of all CSV files of a run.
pub fn describe(name: &str, title: &str, encoding: OutputEncoding, resources: &[Resource<'_>]) -> String {
    let resources: Vec<Value> = resources.iter().map(|resource| describe_one(encoding, resource)).collect();
    let package = json!({
        "profile": "tabular-data-package",
        "name": name,
        "title": title,
        "resources": resources,
    });
    let mut text = serde_json::to_string_pretty(&package).unwrap_or_default();
    text.push('\n');
    text
}

fn describe_one(encoding: OutputEncoding, resource: &Resource<'_>) -> Value {
    let encoding = match encoding {
        OutputEncoding::Utf8 => "utf-8",
        OutputEncoding::Utf8Bom => "utf-8-sig",
        OutputEncoding::Utf16Le => "utf-16",
        OutputEncoding::Cp932 => "cp932",
    };
    let layout = resource.layout;
    let fields: Vec<Value> = layout
        .items
        .iter()
        .map(|item| {
            let kind = match item.kind {
                ItemType::Integer => "integer",
                ItemType::Decimal => "number",
                // A date with an unknown month or day is no date to other tools.
                _ => "string",
            };
            let mut field = json!({ "name": item.slug, "title": item.name, "type": kind });
            if item.key {
                field["constraints"] = json!({ "required": true });
            }
            field
        })
        .collect();
    json!({
        "profile": "tabular-data-resource",
        "name": format!("{}_{}", layout.folder(), layout.slug),
        "title": layout.name,
        "path": resource.path,
        "scheme": "file",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": encoding,
        "bytes": resource.bytes,
        "hash": format!("sha256:{}", resource.sha256),
        "dialect": { "delimiter": ",", "lineTerminator": "\r\n", "quoteChar": "\"", "doubleQuote": true, "header": true },
        "schema": { "fields": fields, "missingValues": [""] },
    })
}
