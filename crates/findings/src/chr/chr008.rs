use crate::{Both, Disposition, Entry, Group, Severity};

/// Characters of cp932 in a file that is declared as shift_jis.
pub static CHR008: Entry = Entry {
    id: "CHR008",
    group: Group::Characters,
    severity: Severity::Warning,
    disposition: Disposition::Keep,
    title: Both { ja: "CP932 にしかない文字", en: "Characters that only CP932 has" },
    message: Both {
        ja: "charset = \"shift_jis\" ですが、CP932 にしかない文字を含むレコードがあります ({text})",
        en: "charset = \"shift_jis\", but records hold characters that only cp932 has ({text})",
    },
    advice: Both {
        ja: "ほぼ確実に CP932 のファイルです。業者に確かめ、source の charset を \"cp932\" にしてください",
        en: "the file is almost certainly cp932: ask the vendor, and set charset = \"cp932\" in the source definition",
    },
    explanation: Both {
        ja: "①・㈱・髙など、NEC の13区、NEC 選定 IBM 拡張文字、IBM 拡張文字のコードがあります。JIS の Shift_JIS にはない文字なので、その項目は CHR001 になります。5C (¥ と \\)、7E、－～などの読み方も CP932 と違うので、宣言を確かめるまでほかの値も信用できません。",
        en: "Codes of NEC's row 13, NEC's selection of IBM's extensions or IBM's extensions were seen (①, ㈱, 髙). JIS's Shift_JIS does not have them, so that those values are CHR001. As 5C (¥ or \\), 7E and the likes of － and ～ read otherwise in cp932, too, no value can be relied on until the charset is settled.",
    },
    source: "",
};
