//! The character tables inside the program: tab-separated text in `data/`, compressed.
//!
//! `data/*.tsv` is what people read and compare; `data/*.tsv.zst` beside it is what the program carries, so that
//! building needs no step of its own. A test holds the two together, and writes the second from the first:
//! `UTSUSHI_REGENERATE=1 cargo test -p utsushi-text packed`. Where each table comes from says `data/README.md`.

/// A table of the program.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Packed {
    /// Only its test asks.
    #[cfg_attr(not(test), allow(dead_code))]
    name: &'static str,
    bytes: &'static [u8],
    /// Bytes of the text, so that it is unpacked in one piece.
    size: usize,
}

macro_rules! packed {
    ($name:ident, $file:literal, $size:literal) => {
        pub(crate) static $name: Packed =
            Packed { name: $file, bytes: include_bytes!(concat!("../data/", $file, ".zst")), size: $size };
    };
}

packed!(MJ, "mji.tsv", 3_210_502);
packed!(MJ_SHRINK, "mj-shrink.tsv", 2_293_847);
packed!(MJ_READINGS, "mj-readings.tsv", 1_998_272);
packed!(NYUKAN, "nyukan-itaiji.tsv", 222_095);
packed!(JISX0213, "jisx0213.tsv", 146_467);
packed!(NTA_SHRINK, "nta-shrink.tsv", 11_186);

impl Packed {
    /// The text of the table, without its header line. Takes some milliseconds: keep what is made of it.
    pub fn text(self) -> String {
        // The bytes are part of the program, and a test reads every one of them.
        let bytes = zstd::bulk::decompress(self.bytes, self.size).unwrap_or_default();
        let mut text = String::from_utf8(bytes).unwrap_or_default();
        let header = text.find('\n').map_or(0, |end| end + 1);
        text.drain(..header);
        text
    }
}

/// The cells of one line.
pub(crate) fn cells<const N: usize>(line: &str) -> [&str; N] {
    let mut cells = [""; N];
    for (cell, text) in cells.iter_mut().zip(line.split('\t')) {
        *cell = text;
    }
    cells
}

/// A number in hex; 0 where there is none.
pub(crate) fn hex(text: &str) -> u32 {
    u32::from_str_radix(text, 16).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packed_tables_are_the_tables_that_people_read() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
        for table in [MJ, MJ_SHRINK, MJ_READINGS, NYUKAN, JISX0213, NTA_SHRINK] {
            let text = std::fs::read(folder.join(table.name)).unwrap();
            if std::env::var_os("UTSUSHI_REGENERATE").is_some() {
                let bytes = zstd::bulk::compress(&text, 19).unwrap();
                std::fs::write(folder.join(format!("{}.zst", table.name)), bytes).unwrap();
                println!("{}: {} bytes", table.name, text.len());
            } else {
                assert!(table.size >= text.len(), "{}: size is {}", table.name, text.len());
                let whole = zstd::bulk::decompress(table.bytes, table.size).unwrap();
                assert!(whole == text, "{} is not what is packed: see packed.rs", table.name);
            }
        }
    }
}
