//! What several tests need.

use crate::{Chunk, Cutter, Field, Header, Records, SourceDefinition};
use std::collections::HashMap;
use std::path::Path;
use std::sync::LazyLock;

/// Characters of cp932, from the decoder (the encoder has habits of its own).
static CP932: LazyLock<HashMap<char, Vec<u8>>> = LazyLock::new(|| {
    let ones = (0..=0xFF).map(|byte| vec![byte]);
    let twos = (0x81..=0xFC).flat_map(|lead| (0x40..=0xFC).map(move |trail| vec![lead, trail]));
    let mut table = HashMap::new();
    for bytes in ones.chain(twos) {
        let text = encoding_rs::SHIFT_JIS.decode_without_bom_handling_and_without_replacement(&bytes);
        if let Some(text) = text {
            let mut characters = text.chars();
            if let (Some(character), None) = (characters.next(), characters.next()) {
                table.insert(character, bytes);
            }
        }
    }
    table
});

pub(crate) fn cp932(text: &str) -> Vec<u8> {
    text.chars().flat_map(|character| CP932[&character].clone()).collect()
}

/// A definition with fields `f0`, `f1` … and the keys in `more`.
pub(crate) fn definition(fields: usize, more: &str) -> SourceDefinition {
    let names: Vec<String> = (0..fields).map(|nth| format!("\"f{nth}\"")).collect();
    let charset = if more.contains("charset") { "" } else { "charset = \"cp932\"" };
    let text = format!("format = \"csv\"\n{charset}\n{more}\nfields = [{}]\n", names.join(","));
    SourceDefinition::from_toml(Path::new("test.toml"), &text).unwrap()
}

/// The only chunk of a small file.
pub(crate) fn chunk(definition: &SourceDefinition, bytes: &[u8]) -> Option<Chunk> {
    let mut cutter = Cutter::new(bytes, definition, 0);
    let chunk = cutter.next_chunk(None).unwrap();
    assert!(chunk.as_ref().is_none_or(|chunk| chunk.last));
    chunk
}

/// Parses a small file and prints each record: its fields joined by ␟, or the broken kind.
pub(crate) fn parse(definition: &SourceDefinition, bytes: &[u8]) -> (Records, Vec<String>) {
    let mut records = Records::default();
    let Some(chunk) = chunk(definition, bytes) else {
        return (records, vec![]);
    };
    records.parse(definition, &Header::default(), &chunk);
    let printed = (0..records.len()).map(|nth| match records.spans()[nth].broken {
        Some(broken) => format!("{:?}", broken.kind),
        None => {
            let fields = (0..definition.fields.len()).map(|field| plain(records.field(&chunk, nth, field)));
            fields.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).collect::<Vec<_>>().join("␟")
        }
    });
    let printed = printed.collect();
    (records, printed)
}

pub(crate) fn plain(field: Field<'_>) -> Vec<u8> {
    let mut out = vec![];
    field.undouble_into(&mut out);
    out
}
