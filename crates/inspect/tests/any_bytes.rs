//! Whatever the bytes: a report, and a definition that can be read.

mod common;

use common::{definition, look};
use proptest::prelude::*;
use utsushi_inspect::{Sample, inspect};

/// Bytes that files are made of, in any order.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        any::<u8>().prop_map(|byte| vec![byte]),
        prop::sample::select(vec![
            &b"\r\n"[..],
            b"\n",
            b"\r",
            b",",
            b"\t",
            b"|",
            b";",
            b"\"",
            b"\"\"",
            b" ",
            b"\x81\x40",
            b"\x1A",
            b"\0",
            b"S550401",
            b"19800401",
            b"0001",
            b"\xB6\xC5",
            b"\x8A\xBF\x8E\x9A",
            b"\xEF\xBB\xBF",
            b"\xFF\xFE",
            b"\x01\x2C",
            "漢字".as_bytes(),
            "番号".as_bytes(),
        ])
        .prop_map(<[u8]>::to_vec),
    ];
    prop::collection::vec(piece, 0..200).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_file_gives_a_report_and_a_definition(bytes in bytes()) {
        definition(&look(bytes));
    }

    #[test]
    fn any_record_repeated_gives_a_definition(record in bytes(), times in 2usize..40) {
        definition(&look(record.repeat(times)));
    }

    #[test]
    fn any_parts_give_a_definition(first in bytes(), middle in bytes(), tail in bytes(), more in any::<u32>()) {
        let middle_at = first.len() as u64 + u64::from(more % 1000);
        let size = (more % 3 > 0).then_some(middle_at + (middle.len() + tail.len()) as u64 + u64::from(more));
        let sample = Sample { first, middle, middle_at, tail, size };
        definition(&inspect(&sample));
    }
}
