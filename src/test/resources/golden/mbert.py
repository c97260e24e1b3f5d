"""Stores what transformers computes with the real bert-base-multilingual-cased: mbert.safetensors.

    python mbert.py ../../../../target/mbert        # made by `mvn -Pmbert -DskipTests package`

Sentence i (its text is in the metadata) has i.input_ids [N]; for layer m from 0, the embeddings, to 12
i.columns.m [N, 48]: every 16th column of the hidden states, the first of them column m; i.mean.m [N] and
i.rms.m [N]: mean and root of the mean square of each row, over all 768 columns; and i.largest [13]: the
largest absolute entry of each layer. Computed in float64 from the float32 weights. All hidden states would
be 20 MB. Versions: torch 2.13.0, transformers 5.18.0, tokenizers 0.23.2.
"""

import sys
from pathlib import Path

import torch
import transformers
from transformers import AutoTokenizer, BertModel

from store import save

STEP = 16
SENTENCES = {
    "en": ["Angela Merkel met Barack Obama in Berlin on Tuesday.", "The U.N. said AT&T's offer wasn't final."],
    "de": ["Die Donau fließt durch Wien, Bratislava und Budapest.", "Rückfragen beantwortet das Auswärtige Amt."],
    "es": ["El río Ebro pasa por Zaragoza antes de llegar al mar."],
    "fr": ["L'équipe de l'Université de Liège a gagné hier soir à Paris."],
    "pt": ["A São Paulo Futebol Clube contratou João Gonçalves."],
    "sv": ["Åsa Öberg flyttade från Malmö till Göteborg i våras."],
    "hr": ["Predsjednik Vlade Republike Hrvatske otputovao je u Zagreb."],
    "sr": ["Нови Сад и Београд повезује брза пруга."],
    "ru": ["Компания «Яндекс» открыла офис в Санкт-Петербурге."],
    "zh": ["中国国家主席习近平访问了北京大学。", "臺北市位於臺灣北部。"],
    "ja": ["東京タワーは港区にあります。"],
    "ko": ["서울특별시는 대한민국의 수도이다."],
    "ar": ["زار الرئيس المصري مدينة القاهرة يوم الجمعة."],
    "he": ["ירושלים היא עיר הבירה של ישראל."],
    "hi": ["नई दिल्ली भारत की राजधानी है।"],
    "tr": ["İstanbul Boğazı'nda Şükrü Paşa'nın evi var."],
    "el": ["Η Θεσσαλονίκη είναι πόλη της Ελλάδας."],
}


def main():
    folder = Path(sys.argv[1])
    tokenizer = AutoTokenizer.from_pretrained(folder)
    if len(tokenizer) != 119547:
        raise ValueError(f"{folder}: the tokenizer has {len(tokenizer)} pieces, not mBERT's 119,547")
    model = BertModel.from_pretrained(folder).double().eval()
    sentences = [text for texts in SENTENCES.values() for text in texts]
    if len(sentences) != 20:
        raise ValueError(f"{len(sentences)} sentences, not 20")
    tensors = {}
    for i, text in enumerate(sentences):
        batch = tokenizer(text, return_tensors="pt")
        with torch.no_grad():
            hidden = model(**batch, output_hidden_states=True).hidden_states
        tensors[f"{i}.input_ids"] = batch["input_ids"][0]
        tensors[f"{i}.largest"] = torch.stack([h.abs().max() for h in hidden])
        for m, h in enumerate(hidden):
            rows = h[0]
            tensors[f"{i}.columns.{m}"] = rows[:, m::STEP]
            tensors[f"{i}.mean.{m}"] = rows.mean(dim=1)
            tensors[f"{i}.rms.{m}"] = rows.square().mean(dim=1).sqrt()
    save(
        Path(__file__).parent / "mbert.safetensors",
        tensors,
        sentences=sentences,
        languages=list(SENTENCES),
        step=STEP,
        torch=torch.__version__,
        transformers=transformers.__version__,
    )


main()
