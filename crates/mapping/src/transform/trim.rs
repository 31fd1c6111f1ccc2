use super::Transform;
use utsushi_findings::Both;

pub(super) static TRIM: Transform = Transform {
    name: "trim",
    summary: Both {
        ja: "前後の半角・全角の空白を取り除く。中の空白はそのまま",
        en: "removes half-width and full-width spaces at both ends; those inside stay",
    },
    example: r#"{ from = "氏名", steps = ["trim"] }   「山田　太郎　　」 → 「山田　太郎」"#,
};
