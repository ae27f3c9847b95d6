import { Arg, Field, ObjectType, Query, Resolver } from "type-graphql";
import { enumType } from "./graphql";
import { errorCodes } from "./errors";
import { vocabularies, vocabulary } from "./vocabulary";

export const languages = vocabulary("Language", "A language of labels and definitions.", {
  JA: ["日本語", "Japanese", "Japanese.", "日本語。"],
  EN: ["英語", "English", "English.", "英語。"],
});

@ObjectType({ simpleResolvers: true, description: "One value of an enum, as people read it." })
export class VocabularyTerm {
  @Field(() => String, { description: "The enum's name in the schema." })
  readonly enum!: string;

  @Field(() => String, { description: "The value, as the API names it." })
  readonly value!: string;

  @Field(() => String, { description: "What a person reads, in the language asked for." })
  readonly label!: string;

  @Field(() => String, { description: "The Japanese label." })
  readonly labelJa!: string;

  @Field(() => String, { description: "The English label." })
  readonly labelEn!: string;

  @Field(() => String, { description: "What it means, in the language asked for." })
  readonly definition!: string;
}

@ObjectType({
  simpleResolvers: true,
  description: "A code that `errors[].extensions.code` can hold. The list is closed.",
})
export class ErrorCodeTerm {
  @Field(() => String, { description: "The code." })
  readonly code!: string;

  @Field(() => String, { description: "What it says, and what is in `details`." })
  readonly meaning!: string;
}

@Resolver()
export class VocabularyResolver {
  @Query(() => [VocabularyTerm], {
    description: "Labels and definitions of every value of every enum, in both languages.",
  })
  vocabulary(
    @Arg("lang", () => enumType(languages), {
      defaultValue: "EN",
      description: "The language of `label` and `definition`.",
    })
    lang: "JA" | "EN",
    @Arg("enum", () => String, { nullable: true, description: "Only this enum." }) only?: string | null,
  ): VocabularyTerm[] {
    return vocabularies().flatMap(({ name, values, terms }) =>
      only != null && only !== name
        ? []
        : values.map((value) => {
            const { ja, en, means, meansJa } = terms[value] ?? { ja: value, en: value, means: "", meansJa: "" };
            const [label, definition] = lang === "JA" ? [ja, meansJa] : [en, means];
            return { enum: name, value, label, labelJa: ja, labelEn: en, definition };
          }),
    );
  }

  @Query(() => [ErrorCodeTerm], { description: "Every code that an error can have, and what it means." })
  errorCodes(): ErrorCodeTerm[] {
    return Object.entries(errorCodes).map(([code, meaning]) => ({ code, meaning }));
  }
}
