//! What people may see of a value.

use crate::Item;
use std::ops::Range;
use utsushi_text::shape_into;

/// Longest masked value, in characters: enough to recognise the form.
const LONGEST: usize = 40;

/// Whether values of items that are not sensitive are shown in clear (`--unmask`).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Masking {
    /// Shape only, the offending part in clear.
    #[default]
    On,
    /// In clear, but for sensitive items.
    Off,
}

impl Masking {
    /// Appends `value` as it may be shown. `span` is the offending part, shown in clear unless the item is sensitive.
    pub fn show(self, item: &Item, value: &str, span: Option<Range<usize>>, out: &mut String) {
        let mut end = value.len();
        if let Some((at, _)) = value.char_indices().nth(LONGEST) {
            end = at;
        }
        let value = &value[..end];
        if self == Masking::Off && !item.sensitive {
            out.push_str(value);
        } else {
            match span.filter(|span| !item.sensitive && span.end <= end) {
                Some(span) => {
                    let parts = (value.get(..span.start), value.get(span.clone()), value.get(span.end..));
                    if let (Some(before), Some(clear), Some(after)) = parts {
                        shape_into(before, out);
                        out.push_str(clear);
                        shape_into(after, out);
                    }
                }
                None => shape_into(value, out),
            }
        }
    }
}
