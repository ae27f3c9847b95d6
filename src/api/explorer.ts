import { Router } from "express";

/** The query explorer at `/`. */
export function explorer(): Router {
  return Router();
}
